"""What the words of a date mean: one day, any day of a period, or a day of each month."""

from datetime import date
from enum import StrEnum


class DayMonth(StrEnum):
    """How a reader writes 15/03: the day first, or the month first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def day_words(day: date, *, beside: date | None = None) -> str:
    """Write "15 March", with the year unless that of `beside` is the same."""
    year = "" if beside and beside.year == day.year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"
