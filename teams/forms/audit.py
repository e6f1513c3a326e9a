"""What to look for in the history of the organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.forms.fields import DayField
from teams.reports.audit import ABOUT, AuditFilters

FILTERS = ("about", "person", "since", "until", "before")


class AuditForm(forms.Form):
    about = forms.ChoiceField(
        required=False, choices=[("", "Everything"), *((code, words) for code, (words, _) in ABOUT.items())]
    )
    person = forms.CharField(required=False, max_length=120, label=_("Who, or about whom"))
    since = DayField(required=False, label=_("From"))
    until = DayField(required=False, label=_("To"))
    before = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def filters(self) -> AuditFilters:
        """Return what was asked for; what makes no sense is left out, and said by ``unknown``."""
        self.full_clean()
        asked: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
        return AuditFilters(**asked)

    @property
    def unknown(self) -> list[str]:
        """Names in the address that are no filter here, or whose value is none."""
        return [*(name for name in self.data if name not in FILTERS), *self.errors]
