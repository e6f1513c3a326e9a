"""A concern raised from the page behind a mail link: about one of the things it asks about, or all of them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.concerns import ConcernForm
from agreements.models import Commitment
from agreements.operations.drafts import ConcernDraft
from teams.domain.language import say


class LinkConcernForm(ConcernForm):
    """What worries somebody; where the page asks about one thing, it is about that."""

    commitment = forms.ChoiceField(label=_("About which?"), required=False)
    field_order = ("text", "commitment", "about")

    def __init__(self, commitments: Sequence[Commitment], *, data: Any = None) -> None:
        super().__init__(data, prefix="concern")
        self.commitments = {str(one.pk): one for one in commitments}
        which = self.fields["commitment"]
        assert isinstance(which, forms.ChoiceField)
        which.choices = [
            ("", say("The agreement as a whole")),
            *((pk, str(one)) for pk, one in self.commitments.items()),
        ]
        if len(commitments) == 1:
            which.widget = forms.HiddenInput()
            which.initial = commitments[0].pk

    def draft(self) -> ConcernDraft:
        """Return what a valid form says."""
        said = self.cleaned_data
        return ConcernDraft(about=said["about"], text=said["text"], commitment=self.commitments.get(said["commitment"]))
