"""That the parties looked at an agreement again, and when they will the next time."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReviewForm(forms.Form):
    again_on = forms.DateField(
        label=_("When do you look at it again?"),
        help_text=_("On the day after, everybody in it is reminded."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )
    note = forms.CharField(
        label=_("What did you find?"),
        help_text=_("The others read this. What has to change is asked for as a change."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
