"""How often the parties of a draft will meet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.domain.cadence import LAST, Frequency
from agreements.models import Cadence
from agreements.operations.drafts import CadenceDraft
from teams.domain.language import say
from teams.forms.fields import WEEKDAY_CHOICES, DayField, TimeInput, ZoneField
from teams.models import Organisation

FREQUENCIES = [(Frequency.WEEKLY.value, "weeks"), (Frequency.MONTHLY.value, "months")]
NTHS = [("", _("Not by month")), (1, "First"), (2, "Second"), (3, "Third"), (4, "Fourth"), (LAST, "Last")]


class CadenceForm(forms.Form):
    interval = forms.IntegerField(label=_("Every"), min_value=1, max_value=52, initial=2)
    frequency = forms.ChoiceField(label=_("Weeks or months"), choices=FREQUENCIES)
    nth = forms.TypedChoiceField(
        label=_("Which of the month"),
        choices=NTHS,
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Only for months."),
    )
    weekday = forms.TypedChoiceField(label=_("On"), choices=WEEKDAY_CHOICES, coerce=int, initial=1)
    time = forms.TimeField(label=_("At"), widget=TimeInput, initial="10:00")
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=480, initial=30)
    time_zone = ZoneField()
    starts_on = DayField(label=_("Starts on"), help_text=_("The first sync is on the first fitting day from here on."))

    pairs = (("interval", "frequency"), ("weekday", "nth"), ("time", "minutes"), ("time_zone", "starts_on"))

    def clean(self) -> dict[str, Any]:
        """Ask for the place in the month where one is needed, and forget it where none is."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("frequency") == Frequency.WEEKLY:
            given["nth"] = None
        elif "nth" in given and given["nth"] is None:
            self.add_error("nth", say("Say which one of the month."))
        return given

    def draft(self) -> CadenceDraft:
        """Return what was filled in; call it when the form is valid."""
        return CadenceDraft(**self.cleaned_data | {"frequency": Frequency(self.cleaned_data["frequency"])})

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in pair] for pair in self.pairs]


def initial_of(cadence: Cadence | None) -> dict[str, Any]:
    return {name: getattr(cadence, name) for name in CadenceForm.base_fields} if cadence else {}


def usual_rhythm(organisation: Organisation) -> dict[str, Any]:
    """What the cadence of a new agreement begins with here."""
    return {
        "interval": organisation.sync_every_weeks,
        "weekday": organisation.sync_weekday,
        "time": organisation.sync_time,
        "minutes": organisation.sync_minutes,
    }
