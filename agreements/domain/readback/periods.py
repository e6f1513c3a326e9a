"""Stretches of time that have a name (March, Q2, next week, 2027) and their parts."""

import re
from calendar import monthrange
from datetime import date

from agreements.domain.readback import grammar
from agreements.domain.readback.days import DAY, Period, week_of, working_day_before
from agreements.domain.readback.grammar import MONTH, YEAR

START, MIDDLE, LATE, END = "start", "middle", "late", "end"
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}

_OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?"
MONTH_OF_YEAR = rf"{MONTH}{_OF_YEAR}"
_UNIT = r"(?P<unit>week|month|quarter|year)"
_QUARTER = r"Q(?P<quarter>[1-4])|(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter|H(?P<half>[12])"
_NAMED = rf"(?:{MONTH}|{_QUARTER}){_OF_YEAR}"
QUARTER_OF_YEAR = rf"(?:{_QUARTER}){_OF_YEAR}"
_ONLY_YEAR = r"(?P<only>20[0-9]{2})(?![0-9]|[.,][0-9])"
# Stretches of which a part may be named, and those that stand alone: "the month" alone is no date.
ANY = rf"(?:{_NAMED}|(?P<which>this|next|the\s+coming|the\s+current|the)\s+{_UNIT}|{_ONLY_YEAR})"
ALONE = rf"(?:{QUARTER_OF_YEAR}|(?P<which>this|next|the\s+coming|the\s+current)\s+{_UNIT}|{_ONLY_YEAR})"


def months_from(first: date, count: int) -> Period:
    """Return `count` whole months from that of `first`."""
    year, month = divmod(first.year * 12 + first.month - 2 + count, 12)
    return Period(first.replace(day=1), date(year, month + 1, monthrange(year, month + 1)[1]))


def part_of(period: Period, part: str) -> Period:
    """Return a part of a period.

    A month: days 1 to 10, 11 to 20, from 21. A quarter, half or year: thirds by months. A week: Monday and Tuesday,
    Wednesday and Thursday, from Thursday. The end: from the last Monday to Friday to the last day.
    """
    if part == END:
        return Period(working_day_before(period.last + DAY), period.last)
    firsts = _thirds(period)
    bounds = (*firsts, period.last + DAY)
    index = (START, MIDDLE, LATE).index(part)
    return Period(bounds[index], bounds[index + 1] - DAY)


def _thirds(period: Period) -> tuple[date, date, date]:
    days = (period.last - period.first).days + 1
    if days <= 31:
        step = 2 if days == 7 else 10
        return period.first, period.first + step * DAY, period.first + 2 * step * DAY
    months = round(days / 30.4) // 3
    second = months_from(period.first, months).last + DAY
    return period.first, second, months_from(second, months).last + DAY


def named_period(match: re.Match[str], today: date) -> Period:
    """Return the stretch that is named; with the year left out, the first one that does not end before `today`."""
    named = match.groupdict()
    if named.get("unit"):
        return of_today(named["which"], named["unit"].casefold(), today)
    if named.get("only"):
        return months_from(date(int(named["only"]), 1, 1), 12)
    year = grammar.year_number(named.get("year"))
    month, count = _months(named)
    period = months_from(date(year or today.year, month, 1), count)
    return period if year or period.last >= today else months_from(date(today.year + 1, month, 1), count)


def _months(named: dict[str, str | None]) -> tuple[int, int]:
    """Return the first month and how many there are."""
    if month := named.get("month"):
        return grammar.month_number(month), 1
    if half := named.get("half"):
        return int(half) * 6 - 5, 6
    quarter = named.get("quarter") or ORDINALS[(named.get("nth") or "").casefold()]
    return int(quarter) * 3 - 2, 3


def of_today(which: str, unit: str, today: date) -> Period:
    """Return this or the next week, month, quarter or year; `which` are the words before the unit."""
    is_next = which.casefold().split()[-1] in {"next", "coming"}
    if unit == "week":
        return week_of(today + 7 * DAY if is_next else today)
    months = MONTHS_IN[unit]
    this = months_from(date(today.year, (today.month - 1) // months * months + 1, 1), months)
    return months_from(this.last + DAY, months) if is_next else this
