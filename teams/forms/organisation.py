"""The organisation and the days on which it does not work."""

from django import forms
from django.http import QueryDict

from teams.forms.fields import DayField, ZoneField
from teams.models import Organisation
from teams.operations.drafts import OrganisationDraft


class OrganisationForm(forms.Form):
    name = forms.CharField(max_length=120)
    time_zone = ZoneField(help_text="What new people, teams and agreements start with.")

    def __init__(self, data: QueryDict | None, *, organisation: Organisation) -> None:
        self.organisation = organisation
        initial = {"name": organisation.name, "time_zone": organisation.time_zone}
        super().__init__(data, initial=initial)

    def draft(self) -> OrganisationDraft:
        """Return what was filled in; call it when the form is valid."""
        return OrganisationDraft(**self.cleaned_data, thresholds=self.organisation.thresholds)


class HolidayForm(forms.Form):
    on = DayField(label="Day")
    name = forms.CharField(max_length=120)


class SeedForm(forms.Form):
    country = forms.CharField(
        max_length=2, label="Country", help_text="Its code of two letters: DE, US, IN.", strip=True
    )
    year = forms.IntegerField(min_value=2000, max_value=2199)

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()
