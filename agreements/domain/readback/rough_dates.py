"""Dates that name a stretch of time: mid-March, end of Q2, in March, the week of 15 March, next month."""

import re
from datetime import date

from agreements.domain.readback import grammar
from agreements.domain.readback.days import DAY, Days, Period, week_of, working_day_before
from agreements.domain.readback.grammar import FOLLOW, MONTH, OF_YEAR, Reader, pattern
from agreements.domain.readback.periods import (
    ALONE,
    ANY,
    END,
    LATE,
    MIDDLE,
    MONTH_OF_YEAR,
    ORDINALS,
    QUARTER_OF_YEAR,
    START,
    named_period,
    of_today,
    part_of,
)

PARTS = {
    "early": START, "beginning": START, "start": START, "mid": MIDDLE, "middle": MIDDLE, "late": LATE,
    "end": END, "close": END,
}  # fmt: skip
UNITS = {"w": "week", "m": "month", "q": "quarter", "y": "year"}
WITHIN = r"(?:in|by|during|until|till|throughout|within|before|after|from)"


def _whole(match: re.Match[str], reader: Reader) -> Days | None:
    """Return the stretch, none that is over; "by May" may mean before May begins, so its eve belongs to it."""
    period = named_period(match, reader.today)
    if period.last < reader.today:
        return None
    is_by = match[0][:2].casefold() == "by"
    return Days((Period(working_day_before(period.first), period.last) if is_by else period,))


def _adverb(match: re.Match[str], reader: Reader) -> Days:
    return Days((named_period(match, reader.today),), passing=True)


def _part(match: re.Match[str], reader: Reader) -> Days:
    return Days((part_of(named_period(match, reader.today), PARTS[match["part"].casefold()]),))


def _end(match: re.Match[str], reader: Reader) -> Days:
    return Days((part_of(named_period(match, reader.today), END),))


def _end_of_this(match: re.Match[str], reader: Reader) -> Days:
    unit = UNITS[match["unit"][0].casefold()]
    return Days((part_of(of_today("this", unit, reader.today), END),))


def _half(match: re.Match[str], reader: Reader) -> Days:
    month = named_period(match, reader.today)
    middle = month.first + 15 * DAY
    return Days(
        (Period(month.first, middle - DAY) if match["nth_half"].casefold() == "first" else Period(middle, month.last),)
    )


def _week_in(match: re.Match[str], reader: Reader) -> Days:
    month = named_period(match, reader.today)
    if match["nth_week"].casefold() == "last":
        return Days((Period(month.last - 6 * DAY, month.last),))
    first = month.first + (ORDINALS[match["nth_week"].casefold()] - 1) * 7 * DAY
    return Days((Period(first, first + 6 * DAY),))


def _week_with(match: re.Match[str], reader: Reader) -> Days:
    month, year = grammar.month_number(match["month"]), grammar.year_number(match["year"])
    day = grammar.upcoming(int(match["day"]), month, year=year, today=reader.today)
    return Days((week_of(day),) if day else ())


def _calendar_week(match: re.Match[str], reader: Reader) -> Days | None:
    week = int(match["week"])
    mondays = (_iso_monday(year, week) for year in (reader.today.year - 1, reader.today.year, reader.today.year + 1))
    weeks = [week_of(monday) for monday in mondays if monday]
    return next((Days((found,)) for found in weeks if found.last >= reader.today), None)


def _iso_monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


WEEKS = (
    pattern(
        rf"\b(?:the\s+)?week\s+(?:of|commencing|beginning|starting)\s+(?:the\s+)?(?:{grammar.WEEKDAY}\s+)?"
        rf"{grammar.DAY}\s+(?:of\s+)?{MONTH}{OF_YEAR}",
        _week_with,
    ),
    pattern(
        rf"\b(?:the\s+)?week\s+(?:of|commencing|beginning|starting)\s+{MONTH}\s+{grammar.DAY}(?![0-9]){OF_YEAR}",
        _week_with,
    ),
)
ROUGH = (
    pattern(r"\b(?:calendar\s+week|ISO\s+week|CW)\s*(?P<week>5[0-3]|[1-4][0-9]|[1-9])\b", _calendar_week),
    pattern(
        rf"\b(?:the\s+)?(?P<nth_week>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+{MONTH_OF_YEAR}", _week_in
    ),
    pattern(rf"\b(?:the\s+)?(?P<nth_half>first|second)\s+half\s+of\s+{MONTH_OF_YEAR}", _half),
    pattern(rf"\b(?P<part>early|mid|late)(?:\s*-\s*|\s+(?:in\s+)?){ANY}", _part),
    pattern(rf"\b(?:the\s+)?(?P<part>beginning|start|middle|end|close)\s+of\s+{ANY}", _part),
    pattern(rf"\bend\s+(?:{MONTH_OF_YEAR})", _end),
    pattern(rf"\b(?:{MONTH_OF_YEAR})(?:\s+|-)end\b", _end),
    pattern(rf"\b(?:{QUARTER_OF_YEAR})(?:\s+|-)end\b", _end),
    pattern(rf"\b(?:end\s+of\s+(?P<unit>month|quarter|year|week)){FOLLOW}", _end_of_this),
    pattern(rf"\b(?P<unit>month|quarter|year)(?:-|\s+)end{FOLLOW}", _end_of_this),
    pattern(r"\b(?-i:EO(?P<unit>[MQYW]))\b", _end_of_this),
    pattern(rf"\b{WITHIN}\s+(?P<it>{MONTH_OF_YEAR})", _whole),
    pattern(rf"\b{WITHIN}\s+(?P<it>(?:the\s+)?{ALONE}){FOLLOW}", _whole),
    pattern(rf"\b(?P<it>{MONTH_OF_YEAR}(?<=[0-9])){FOLLOW}", _whole),
    pattern(rf"\b(?P<it>(?P<which>next)\s+(?P<unit>week|month|quarter|year)){FOLLOW}", _adverb),
)
