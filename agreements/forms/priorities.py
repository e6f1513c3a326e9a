"""Which priority of the organisation an agreement serves."""

from django import forms

from teams.models import Priority


class PriorityForm(forms.Form):
    priority = forms.ModelChoiceField(
        queryset=Priority.objects.order_by("position", "pk"),
        required=False,
        empty_label="None of them",
        widget=forms.RadioSelect,
        label="It serves",
    )
