"""What people say and settle about one item, in the room of a sync."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.domain.commitments import Standing
from agreements.domain.decisions import DecisionKind
from agreements.forms.people import group_by_party
from agreements.models import Agreement
from agreements.operations.drafts import CheckInDraft, DecisionDraft
from teams.forms.fields import PersonField

DONE = "done"  # said of a commitment: it is declared done, with the note as what one can see
SAYINGS = [
    (Standing.ON_TRACK.value, _("On track")),
    (Standing.AT_RISK.value, _("Some doubt")),
    (Standing.OFF_TRACK.value, _("Need to adjust")),
]


class ItemForm(forms.Form):
    """One card: what its owner or receiver says, a note, and what is settled by which button."""

    subject = forms.CharField(widget=forms.HiddenInput, max_length=40)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in DecisionKind], required=False)
    standing = forms.ChoiceField(label=_("Say"), choices=[], widget=forms.RadioSelect, required=False)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2, "data-note": ""})
    )
    owner = PersonField(label=_("Who sees to it"), required=False, empty_label=_("Whose thing it is"))

    def __init__(self, *args: Any, agreement: Agreement, may_say: bool, may_declare: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group_by_party(self, "owner", agreement=agreement)
        said = self.fields["standing"]
        assert isinstance(said, forms.ChoiceField)
        said.choices = ([*SAYINGS] if may_say else []) + ([(DONE, "Done")] if may_declare else [])

    @property
    def holds_words(self) -> bool:
        """Whether somebody has typed or chosen something here that is not sent yet."""
        return self.is_bound and bool(self.data.get("note") or self.data.get("standing"))

    def see(self, revision: int) -> None:
        """Go on from a decision that was made meanwhile: whoever presses again has read of it."""
        self.data = dict(self.data.items()) | {"revision": revision}  # one value a name

    def answer(self) -> CheckInDraft:
        """Return what its owner or receiver said; call it when the form is valid and a standing was chosen."""
        said = self.cleaned_data
        return CheckInDraft(standing=Standing(said["standing"]), expected_on=None, note=said["note"])

    def decision(self) -> DecisionDraft:
        """Return what was settled; call it when the form is valid and a kind was pressed."""
        said = self.cleaned_data
        return DecisionDraft(
            subject=said["subject"],
            kind=DecisionKind(said["kind"]),
            note=said["note"],
            owner=said["owner"],
            revision=said["revision"] or 0,
        )
