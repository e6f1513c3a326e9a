"""A reading of a joint metric."""

from datetime import date

from django import forms


class ReadingForm(forms.Form):
    on = forms.DateField(
        label="Day",
        help_text="A second reading of a day replaces the first.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    value = forms.DecimalField(label="Value", max_digits=16, decimal_places=4, localize=False)
    note = forms.CharField(label="Note", required=False, max_length=1000)

    @classmethod
    def blank(cls, today: date) -> "ReadingForm":
        return cls(initial={"on": today.isoformat()})
