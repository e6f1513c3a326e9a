"""How does it stand? The form behind the page, the dialog and the mail link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.domain.commitments import Standing
from agreements.operations.drafts import CheckInDraft

CHOICES = [
    (Standing.ON_TRACK, _("On track")),
    (Standing.AT_RISK, _("Some doubt")),
    (Standing.OFF_TRACK, _("Need to adjust")),
]


class CheckInForm(forms.Form):
    standing = forms.ChoiceField(label=_("How is this going?"), choices=CHOICES, widget=forms.RadioSelect)
    expected_on = forms.DateField(
        label=_("When do you expect it?"),
        help_text=_("Only if it differs from the date agreed. Saying so early is welcome."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
    )
    note = forms.CharField(
        label=_("What would help?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def draft(self) -> CheckInDraft:
        """Return the answer of a valid form."""
        said = self.cleaned_data
        return CheckInDraft(standing=Standing(said["standing"]), expected_on=said["expected_on"], note=said["note"])
