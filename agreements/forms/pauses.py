"""Until when an agreement rests, and why."""

from django import forms


class PauseForm(forms.Form):
    until = forms.DateField(
        label="When does it go on?",
        help_text="On this day people are asked again.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )
    reason = forms.CharField(
        label="Why does it rest?",
        help_text="The others read this.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
