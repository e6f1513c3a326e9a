from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.operations.asks import LONGEST


class AskForm(forms.Form):
    note = forms.CharField(
        label=_("Anything to go with it?"),
        help_text=_("It stands in the mail, under your name."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
