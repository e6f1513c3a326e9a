"""How the sentences of the rules write dates and numbers, and how they read the evidence again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

type Fact = str | int | float | None
type Evidence = Mapping[str, Fact]


def day_in(evidence: Evidence, name: str) -> date:
    """Return the date that the evidence holds under `name`."""
    return date.fromisoformat(str(evidence[name]))


def short(day: date, *, as_of: date) -> str:
    """Write "3 Mar", with the year when that is not the year of `as_of`."""
    year = "" if day.year == as_of.year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def count(number: int, noun: str) -> str:
    """Write "1 day" or "5 days"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def number(value: Decimal) -> int | float:
    """Return a value as JSON writes it, whole where it is whole, to four decimal places."""
    rounded = round(value, 4)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def amount(value: Fact, unit: str) -> str:
    """Write "430", "96.1 %" or "430 leads", groups of three apart; a fraction to as much as people read."""
    if isinstance(value, float):
        value = round(value, 1 if abs(value) >= 10 else 2)
    written = f"{value:,}" if isinstance(value, int | float) else str(value)
    return f"{written} {unit}".rstrip()


def iso(day: date | None) -> str | None:
    """Return a date as the evidence keeps it."""
    return day.isoformat() if day else None
