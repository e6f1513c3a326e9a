"""Until when an agreement rests, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("When does it go on?"),
        help_text=_("On this day people are asked again."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )
    reason = forms.CharField(
        label=_("Why does it rest?"),
        help_text=_("The others read this."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
