"""Letting a flag rest."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.operations.flags import LONGEST


class SnoozeForm(forms.Form):
    until = forms.DateField(
        label=_("Let it rest until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The others read this. It counts all the same; only mails and lists are quiet about it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def until_at_most(cls, last: date) -> "SnoozeForm":
        """An empty form, with the last day that can be chosen."""
        form = cls(initial={"until": last})
        form.fields["until"].widget.attrs["max"] = last.isoformat()
        return form
