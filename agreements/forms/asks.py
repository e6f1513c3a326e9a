from django import forms

from agreements.operations.asks import LONGEST


class AskForm(forms.Form):
    note = forms.CharField(
        label="Anything to go with it?",
        help_text="It stands in the mail, under your name.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
