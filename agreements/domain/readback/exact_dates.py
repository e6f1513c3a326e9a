"""Dates that name a day: 15 March, March 15th, Monday 15 March 2027, 2027-03-15, 15/03/2027, 3/4, the 15th."""

import re
from datetime import date

from agreements.domain.readback import grammar
from agreements.domain.readback.days import DayMonth, DayOfMonth, Days, Ends, Period, one_day
from agreements.domain.readback.grammar import CLEAR, DAY, FOLLOW, MONTH, OF_YEAR, WEEKDAY, YEAR, Reader, pattern

BY = r"(?:by|on|until|till|before|after|from|since|due|(?:later|earlier)\s+than|expects?)"
MOVED = re.compile(r"\b(?:moved|moves|shifted|changed|slipped|slips|postponed)\s+from\s+$", re.IGNORECASE)
BESIDE = r"(?:\s*\((?P<beside>[a-z]+day|mon|tue|wed|thu|fri|sat|sun)\))?"
SECOND_DAY = DAY.replace("day>", "last>").replace("ordinal>", "last_ordinal>")
FIRST_MONTH = MONTH.replace("month>", "first_month>")
BETWEEN = r"\s*(?P<between>-|\u2013|\u2014|/|to|and|or|until|till|through)\s*"


def _written(match: re.Match[str], reader: Reader) -> Days | None:
    """Return the day of 15 March or of March 15; "30 may leave" and "in March 15 accounts" are none."""
    named = match.groupdict()
    if _is_verb(match) or (not named["year"] and not named["ordinal"] and _is_month_alone(match)):
        return None
    day = grammar.upcoming(
        int(named["day"]),
        grammar.month_number(named["month"]),
        year=grammar.year_number(named["year"]),
        today=reader.today,
    )
    return _on_weekday(day, named["weekday"] or named["beside"], is_yearless=not named["year"])


def _is_verb(match: re.Match[str]) -> bool:
    if match["month"] != "may" or match["year"] or match["ordinal"]:
        return False
    follows = re.match(FOLLOW, match.string[match.end() :], re.IGNORECASE)
    return not (follows and re.search(rf"\b{BY}\s+$", match.string[: match.start()], re.IGNORECASE))


def _is_month_alone(match: re.Match[str]) -> bool:
    return match.start("month") < match.start("day") and match.string[: match.start()].casefold().endswith("in ")


def _on_weekday(day: date | None, weekday: str | None, *, is_yearless: bool = False) -> Days:
    """Return a day beside which a weekday may stand; with the year left out, the weekday may tell that it is past."""
    if day is None:
        return Days(())
    before = grammar.possible(day.year - 1, day.month, day.day) if is_yearless else None
    named = grammar.weekday_number(weekday) if weekday else day.weekday()
    if named == day.weekday():
        return Days((Period(day, day),), before=before)
    if before and before.weekday() == named:
        return one_day(before)
    return Days((Period(day, day),), wrong_weekday=named)


def _iso(match: re.Match[str], reader: Reader) -> Days:  # noqa: ARG001 - an ISO date reads the same to everybody
    day = grammar.possible(int(match["year"]), int(match["month"]), int(match["day"]))
    return one_day(day) if day else Days(())


def _numeric(match: re.Match[str], reader: Reader) -> Days | None:
    """Return the day of 15/03/2027 by the reader's order; the one that is possible, or both where that is unknown."""
    first, second = int(match["first"]), int(match["second"])
    pairs = [(first, second, DayMonth.DAY_FIRST), (second, first, DayMonth.MONTH_FIRST)]
    pairs = [pair for pair in pairs if 1 <= pair[0] <= 31 and 1 <= pair[1] <= 12]
    if len(pairs) == 2 and reader.order:
        pairs = [pair for pair in pairs if pair[2] == reader.order]
    if not pairs or match["it"] == "24/7":
        return None
    year = grammar.year_number(match["year"])
    days = {grammar.upcoming(day, month, year=year, today=reader.today): None for day, month, _ in pairs}
    readings = tuple(Period(day, day) for day in days if day)
    if year or len(readings) != 1:
        return Days(readings)
    return _on_weekday(readings[0].first, None, is_yearless=True)


def _dotted(match: re.Match[str], reader: Reader) -> Days | None:  # noqa: ARG001 - dots put the day first everywhere
    if not 1 <= int(match["month"]) <= 12:
        return None
    day = grammar.possible(int(match["year"]), int(match["month"]), int(match["day"]))
    return one_day(day) if day else Days(())


def _range(match: re.Match[str], reader: Reader) -> Days | None:
    """Return both ends of 10 to 15 March; of 10 or 15 March nobody can tell which."""
    month, year = grammar.month_number(match["month"]), grammar.year_number(match["year"])
    last = grammar.upcoming(int(match["last"]), month, year=year, today=reader.today)
    if last is None:
        return None
    first_month = match.groupdict().get("first_month")
    first = _first_end(int(match["day"]), grammar.month_number(first_month) if first_month else month, last)
    if first is None or _are_two(match):
        return None
    if MOVED.search(match.string[: match.start()]):
        return one_day(last)
    if match["between"].casefold() == "or":
        return Days((Period(first, first), Period(last, last)))
    return Days((Ends(first, last),))


def _are_two(match: re.Match[str]) -> bool:
    """Whether two whole dates stand side by side: "15 March and 16 March", without "between"."""
    is_between = re.search(r"\bbetween\s+$", match.string[: match.start()], re.IGNORECASE)
    return match["between"].casefold() == "and" and "first_month" in match.re.groupindex and not is_between


def _first_end(day: int, month: int, last: date) -> date | None:
    found = grammar.possible(last.year, month, day)
    return found if found and found <= last else grammar.possible(last.year - 1, month, day)


def _day_of_month(match: re.Match[str], reader: Reader) -> Days | None:
    if match["which"]:
        first = reader.today.replace(day=1)
        if match["which"].casefold() == "next":
            first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return _on_weekday(grammar.possible(first.year, first.month, int(match["day"])), None)
    return Days((DayOfMonth(int(match["day"])),))


EXACT = (
    pattern(rf"{CLEAR}(?P<year>(?:19|20)[0-9]{{2}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})(?![0-9-])", _iso),
    pattern(rf"{CLEAR}(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})\.(?P<year>20[0-9]{{2}})(?!\w)", _dotted),
    pattern(
        rf"{CLEAR}(?P<it>(?P<first>[0-9]{{1,2}})/(?P<second>[0-9]{{1,2}})/(?P<year>20[0-9]{{2}}|[0-9]{{2}}))(?![\w/])",
        _numeric,
    ),
    pattern(
        rf"{CLEAR}(?P<it>(?P<first>[0-9]{{1,2}})-(?P<second>[0-9]{{1,2}})-(?P<year>20[0-9]{{2}}))(?![\w-])", _numeric
    ),
    pattern(
        rf"\b(?:{BY}|[a-z]{{3,6}}day,?)\s+(?P<it>(?P<first>[0-9]{{1,2}})/(?P<second>[0-9]{{1,2}})(?P<year>))"
        r"(?![\w/%]|\s+of\b|\s*(?:hours?|days?|weeks?|percent)\b)",
        _numeric,
    ),
    pattern(rf"{CLEAR}{DAY}\s+{FIRST_MONTH}(?:,?\s+{YEAR})?{BETWEEN}{SECOND_DAY}\s+{MONTH}{OF_YEAR}", _range),
    pattern(rf"{CLEAR}{DAY}{BETWEEN}{SECOND_DAY}(?:\s+of)?\s+{MONTH}{OF_YEAR}", _range),
    pattern(rf"\b{MONTH}\s+{DAY}{BETWEEN}{SECOND_DAY}(?![0-9]|[.,:][0-9]|\s*%){OF_YEAR}", _range),
    pattern(
        rf"(?:\b{WEEKDAY},?\s+(?:the\s+)?)?{CLEAR}{DAY}(?:\s+of\s+|\s*-\s*|\s+){MONTH}(?:\s*-\s*(?=[0-9]{{4}}))?"
        rf"(?:,?\s*(?P<year>{YEAR}))?{BESIDE}",
        _written,
    ),
    pattern(
        rf"(?:\b{WEEKDAY},?\s+)?\b{MONTH}\s+(?:the\s+)?{DAY}(?![0-9]|[.,:][0-9]|\s*(?:%|percent|per\s+cent|k\b))"
        rf"(?:,?\s+(?P<year>{YEAR}))?{BESIDE}",
        _written,
    ),
    pattern(
        rf"\b{BY}\s+(?:{WEEKDAY}\s+)?(?:the\s+)?(?P<it>{DAY}(?<=[a-z])(?:\s+of\s+(?P<which>this|next)\s+month)?)"
        rf"{FOLLOW}(?!\s+of\s+(?:each|every|the)\b)",
        _day_of_month,
    ),
)
