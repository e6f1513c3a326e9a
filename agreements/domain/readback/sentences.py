"""What a finding says to the person who reads it."""

import re
from datetime import date

from agreements.domain.readback.days import DayOfMonth, Days, Ends, Period, Reading
from agreements.domain.readback.grammar import WEEKDAY_NAMES
from agreements.domain.readback.mentions import Mention

ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
LONGEST = 200  # characters of recorded and heard
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_words(day: date, *, beside: date | None = None) -> str:
    """Write "15 March", with the year unless that of `beside` is the same."""
    year = "" if beside and beside.year == day.year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"


def in_words(plain: str) -> str:
    """Write what a finding recorded or heard for a person: "15 March 2027" for 2027-03-15, all else as it is."""
    return day_words(date.fromisoformat(plain)) if _DAY.fullmatch(plain) else plain


def brief(text: str) -> str:
    """Cut `text` to what fits beside another."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def quoted(text: str) -> str:
    """Write a name or somebody's words in quotation marks."""
    return f"“{brief(text)}”"


def heard_days(mention: Mention, days: Days, *, beside: date | None = None) -> str:
    """Write the day that was heard; a rough one in its own words, with the days that it means."""
    if days.is_date or (days.is_clear and isinstance(days.readings[0], Ends | DayOfMonth)):
        return reading_words(days.readings[0], beside=beside)
    meant = " or ".join(reading_words(reading, beside=beside) for reading in days.readings)
    return f"{quoted(mention.text)} ({meant})" if meant else quoted(mention.text)


def reading_words(reading: Reading, *, beside: date | None = None) -> str:
    """Write what one reading of a date means: "11 to 20 March 2027"."""
    if isinstance(reading, DayOfMonth):
        return f"the {reading.day}{ORDINALS.get(reading.day, 'th')}"
    if reading.is_day:
        return day_words(reading.first, beside=beside)
    same_month = (reading.first.year, reading.first.month) == (reading.last.year, reading.last.month)
    first = f"{reading.first.day}" if same_month else day_words(reading.first, beside=reading.last)
    return f"{first} to {day_words(reading.last, beside=beside)}"


def why_unclear(mention: Mention, days: Days) -> str:
    """Say why nobody can tell which day was meant, naming the readings."""
    if not days.readings:
        return f"{quoted(mention.text)} is no day of the calendar."
    if days.wrong_weekday is None:
        either = " or ".join(reading_words(reading) for reading in days.readings)
        return f"{quoted(mention.text)} can be {either}: which one did you hear?"
    day = days.readings[0]
    assert isinstance(day, Period)  # a weekday is written beside a day
    return (
        f"{quoted(mention.text)} does not fit: {day_words(day.first)} is a {WEEKDAY_NAMES[day.first.weekday()]}, "
        f"not a {WEEKDAY_NAMES[days.wrong_weekday]}."
    )
