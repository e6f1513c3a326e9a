"""Dates that count from the day the text was written: in two weeks, by Friday, next Friday, tomorrow."""

import re
from datetime import date
from decimal import Decimal

from agreements.domain.readback import grammar
from agreements.domain.readback.amounts import Amount, amount
from agreements.domain.readback.days import DAY, Days, Period, monday_of, week_of, weekday_from, working_days_after
from agreements.domain.readback.grammar import FOLLOW, WEEKDAY, Reader, pattern
from agreements.domain.readback.numbers import NUMBER, number_of
from agreements.domain.readback.periods import months_from

COUNT = rf"(?:(?P<an>an?|one)|{NUMBER})"
UNIT = r"(?P<unit>(?:working|business|week)\s?days?|days?|weeks?|fortnights?|months?|years?)\b"
BY = r"(?:by|on|until|till|before|after|from|due|than|for)"
EVENT = (
    r"(?!['\u2019]?s\b|\s+(?:syncs?|meetings?|calls?|reviews?|check-ins?|demos?|stand-?ups?|updates?|reports?"
    r"|(?:the\s+)?[0-9]))"
)
FARTHEST = 999


def _in(match: re.Match[str], reader: Reader) -> Days | None:
    """Return the day, week or month that lies so far away: as exact as its unit."""
    count, unit = _count(match), _unit(match)
    if count is None:
        return None
    return Days(
        (_landing(count, unit, reader.today),),
        passing=True,
        length=_length(count, match),
        exact=_last(count, unit, reader.today),
    )


def _within(match: re.Match[str], reader: Reader) -> Days | None:
    """Return all days from the day of writing up to the last one."""
    count, unit = _count(match), _unit(match)
    if count is None:
        return None
    last = _last(count, unit, reader.today)
    return Days((Period(reader.today, last),), passing=True, length=_length(count, match), exact=last)


def _count(match: re.Match[str]) -> int | None:
    number = number_of(match["number"]) if match["number"] else 1
    return int(number) if number is not None and number == int(number) and 0 < number <= FARTHEST else None


def _length(count: int, match: re.Match[str]) -> Amount:
    return amount(Decimal(count), match["unit"])


def _unit(match: re.Match[str]) -> str:
    unit = match["unit"].casefold()
    return "working day" if unit[0] in "wb" and "day" in unit else unit.removesuffix("s")


def _landing(count: int, unit: str, today: date) -> Period:
    last = _last(count, unit, today)
    if unit in {"week", "fortnight"}:
        return week_of(last)
    return months_from(last, 1) if unit in {"month", "year"} else Period(last, last)


def _last(count: int, unit: str, today: date) -> date:
    match unit:
        case "working day":
            return working_days_after(today, count)
        case "day":
            return today + count * DAY
        case "week":
            return today + 7 * count * DAY
        case "fortnight":
            return today + 14 * count * DAY
    month = months_from(today, (count if unit == "month" else 12 * count) + 1).last
    return month.replace(day=min(today.day, month.day))


def _weekday(match: re.Match[str], reader: Reader) -> Days:
    """Return the first such weekday on or after today; "next Friday" may be this week's or the next week's."""
    weekday = grammar.weekday_number(match["weekday"])
    if (match["which"] or "").casefold() != "next":
        day = weekday_from(reader.today, weekday)
        return Days((Period(day, day),), passing=True)
    days = {weekday_from(reader.today + DAY, weekday): None, monday_of(reader.today) + (7 + weekday) * DAY: None}
    return Days(tuple(Period(day, day) for day in days), passing=True)


def _tomorrow(match: re.Match[str], reader: Reader) -> Days:
    word = match["it"].casefold()
    day = reader.today + (0 if word == "today" else 1 if word == "tomorrow" else 2) * DAY
    return Days((Period(day, day),), passing=True)


RELATIVE = (
    pattern(rf"\b(?:within|in|over)\s+(?:the\s+)?next\s+{COUNT}[\s-]{UNIT}", _within),
    pattern(
        rf"\b(?:within|in\s+(?:under|less\s+than|at\s+most))\s+{COUNT}[\s-]{UNIT}(?!\s+(?:of|from|after)\b)", _within
    ),
    pattern(
        rf"\bin\s+(?:about\s+|around\s+|roughly\s+)?{COUNT}\s{UNIT}(?:['\u2019]s?\s+time)?(?!['\u2019]|\s+of\b)", _in
    ),
    pattern(rf"\b{COUNT}\s{UNIT}\s+from\s+(?:now|today)\b", _in),
    pattern(rf"\b{BY}\s+(?:the\s+)?(?P<it>(?:(?P<which>this|next|coming|following)\s+)?{WEEKDAY}){EVENT}", _weekday),
    pattern(rf"(?<!every\s)\b(?P<it>(?P<which>this|next|coming)\s+{WEEKDAY}){EVENT}", _weekday),
    pattern(rf"\b(?:{BY}|due)\s+(?P<it>today|tomorrow|the\s+day\s+after\s+tomorrow){FOLLOW}", _tomorrow),
)
