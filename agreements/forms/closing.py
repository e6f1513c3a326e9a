"""What a person writes when an agreement ends early, or a sync is called off."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does it end?"),
        help_text=_("The others read this, and whoever starts a similar agreement later."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CancellationForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it called off?"),
        help_text=_("So that nobody waits for it in vain."),
        max_length=1000,
    )
