"""Values of a change back from its JSON, to be written into rows."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from agreements.domain.cadence import WEEKDAYS, Frequency
from agreements.operations.drafts import CadenceDraft
from agreements.reports.present import Json
from teams.models import Person


def from_json(field: str, value: Any) -> object:
    """The value of a field of a commitment or a metric. Raises Person.DoesNotExist for an address nobody has."""
    if value is None:
        return None
    if field.endswith(("_on", "_by")):
        return date.fromisoformat(value)
    if field == "owner":
        return Person.objects.get(email=value)
    return Decimal(value) if field == "target" else value


def cadence_from_json(stored: Json) -> CadenceDraft:
    return CadenceDraft(
        frequency=Frequency(stored["frequency"]),
        interval=stored["interval"],
        weekday=WEEKDAYS.index(stored["weekday"]),
        nth=stored["nth"],
        time=time.fromisoformat(stored["time"]),
        minutes=stored["minutes"],
        time_zone=stored["time_zone"],
        starts_on=date.fromisoformat(stored["starts_on"]),
    )
