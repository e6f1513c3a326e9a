"""From open to done: what an owner and a receiver write when they declare, send back or waive."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DeliveryForm(forms.Form):
    evidence = forms.CharField(
        label=_("What can they see?"),
        help_text=_("A link or a sentence: where it is and how one can tell."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What is missing?"),
        help_text=_("The owner reads this as it stands."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it no longer needed?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
