"""The organisation and the days on which it does not work."""

from dataclasses import replace

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from teams.forms.fields import WEEKDAY_CHOICES, DayField, TimeInput, ZoneField
from teams.forms.merging import Merging
from teams.models import Organisation, Priority
from teams.operations.drafts import OrganisationDraft, PriorityDraft


class OfOrganisation(Merging):
    """A part of what the organisation says of itself; each subclass holds the fields of one page."""

    def __init__(self, data: QueryDict | None, *, organisation: Organisation) -> None:
        self.organisation = organisation
        super().__init__(data, initial={name: getattr(organisation, name) for name in self.base_fields})

    def draft(self) -> OrganisationDraft:
        """Return what was filled in; call it when the form is valid."""
        return replace(OrganisationDraft.of(self.organisation), **self.cleaned_data)


class OrganisationForm(OfOrganisation):
    name = forms.CharField(max_length=120)
    time_zone = ZoneField(help_text=_("What new people, teams and agreements start with."))


class RhythmForm(OfOrganisation):
    """What the cadence of a new agreement begins with."""

    sync_every_weeks = forms.IntegerField(label=_("Every so many weeks"), min_value=1, max_value=52)
    sync_weekday = forms.TypedChoiceField(label=_("On"), choices=WEEKDAY_CHOICES, coerce=int)
    sync_time = forms.TimeField(label=_("At"), widget=TimeInput, help_text=_("By the clock of the agreement."))
    sync_minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=480)


class PriorityForm(Merging):
    name = forms.CharField(max_length=120, help_text=_("In the words your people use for it."))
    position = forms.IntegerField(required=False, min_value=0, max_value=1000, widget=forms.HiddenInput)

    def draft(self, priority: Priority | None = None) -> PriorityDraft:
        """Return what was filled in; ``priority`` keeps its place. Call it when the form is valid."""
        place = priority.position if priority else self.cleaned_data["position"]
        return PriorityDraft(name=self.cleaned_data["name"], position=place)


class HolidayForm(forms.Form):
    on = DayField(label=_("Day"))
    name = forms.CharField(max_length=120)


class SeedForm(forms.Form):
    country = forms.CharField(
        max_length=2, label=_("Country"), help_text=_("Its code of two letters: DE, US, IN."), strip=True
    )
    year = forms.IntegerField(min_value=2000, max_value=2199)

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()
