"""How the sentences of the rules write dates and numbers, and how they read the evidence again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from teams.domain import days
from teams.domain.language import say_many, say_number

type Fact = str | int | float | None
type Evidence = Mapping[str, Fact]


def day_in(evidence: Evidence, name: str) -> date:
    """Return the date that the evidence holds under `name`."""
    return date.fromisoformat(str(evidence[name]))


def short(day: date, *, as_of: date) -> str:
    """Write "3 Mar", with the year when that is not the year of `as_of`."""
    return days.short(day, today=as_of)


def in_days(number: int) -> str:
    """Write "1 day" or "5 days"."""
    return say_many(number, "{count} day", "{count} days")


def days_ago(number: int) -> str:
    """Write "1 day ago" or "5 days ago"."""
    return say_many(number, "{count} day ago", "{count} days ago")


def number(value: Decimal) -> int | float:
    """Return a value as JSON writes it, whole where it is whole, to four decimal places."""
    rounded = round(value, 4)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def amount(value: Fact, unit: str) -> str:
    """Write "430", "96.1 %" or "430 leads", groups of three apart; a fraction to as much as people read."""
    if isinstance(value, float):
        value = round(value, 1 if abs(value) >= 10 else 2)
    written = say_number(value) if isinstance(value, int | float) else str(value)
    return f"{written} {unit}".rstrip()


def iso(day: date | None) -> str | None:
    """Return a date as the evidence keeps it."""
    return day.isoformat() if day else None
