"""Fields of rows as a change holds them: plain JSON, each value written as the terms write it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from agreements.domain.cadence import WEEKDAYS
from agreements.models import Cadence, Commitment, Metric
from teams.models import Person, Team

type Json = dict[str, Any]

CADENCE_FIELDS = ("frequency", "interval", "nth", "minutes", "time_zone", "starts_on")


def values_now(row: Commitment | Metric, fields: Iterable[str]) -> Json:
    """What ``row`` says in ``fields``."""
    return {field: as_json(getattr(row, field)) for field in fields}


def as_json(value: object) -> Any:
    """People as e-mail addresses, teams as slugs, dates as 2027-03-15, decimals as strings without zeros at the end."""
    match value:
        case Person():
            return value.email
        case Team():
            return value.slug
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
    return value


def cadence_now(cadence: Cadence | None) -> Json:
    """How often the parties meet, whole: ``weekday`` an English name, ``time`` whole minutes; empty: they do not."""
    if cadence is None:
        return {}
    values = {field: as_json(getattr(cadence, field)) for field in CADENCE_FIELDS}
    return values | {"weekday": WEEKDAYS[cadence.weekday], "time": cadence.time.isoformat(timespec="minutes")}
