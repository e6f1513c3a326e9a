from django import forms
from django.utils.translation import gettext_lazy as _


class FeedForm(forms.Form):
    """Which program will read the address."""

    name = forms.CharField(
        label=_("Which program reads it?"), max_length=80, help_text=_("Such as “Outlook at work” or “my phone”.")
    )
