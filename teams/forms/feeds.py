from django import forms


class FeedForm(forms.Form):
    """Which program will read the address."""

    name = forms.CharField(
        label="Which program reads it?", max_length=80, help_text="Such as “Outlook at work” or “my phone”."
    )
