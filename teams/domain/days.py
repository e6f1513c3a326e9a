"""Dates and times as people read them, in the language spoken."""

from datetime import date, datetime, time

from teams.domain.language import noted, say

WEEKDAYS = (
    noted("Monday"),
    noted("Tuesday"),
    noted("Wednesday"),
    noted("Thursday"),
    noted("Friday"),
    noted("Saturday"),
    noted("Sunday"),
)
SHORT_WEEKDAYS = (noted("Mon"), noted("Tue"), noted("Wed"), noted("Thu"), noted("Fri"), noted("Sat"), noted("Sun"))
MONTHS = (
    noted("January"),
    noted("February"),
    noted("March"),
    noted("April"),
    noted("May"),
    noted("June"),
    noted("July"),
    noted("August"),
    noted("September"),
    noted("October"),
    noted("November"),
    noted("December"),
)
SHORT_MONTHS = (
    noted("Jan"),
    noted("Feb"),
    noted("Mar"),
    noted("Apr"),
    noted("May"),
    noted("Jun"),
    noted("Jul"),
    noted("Aug"),
    noted("Sep"),
    noted("Oct"),
    noted("Nov"),
    noted("Dec"),
)


def short(on: date, *, today: date | None = None) -> str:
    """Write "18 Mar", with the year unless it is that of ``today``."""
    return _dated(on, SHORT_MONTHS, is_year_known=today is not None and on.year == today.year)


def long(on: date, *, today: date | None = None) -> str:
    """Write "18 March", with the year unless it is that of ``today``."""
    return _dated(on, MONTHS, is_year_known=today is not None and on.year == today.year)


def with_weekday(on: date, *, today: date | None = None) -> str:
    """Write "Wed 18 Mar", with the year unless it is that of ``today``."""
    return say("{weekday} {day}", weekday=say(SHORT_WEEKDAYS[on.weekday()]), day=short(on, today=today))


def in_full(on: date) -> str:
    """Write "Wednesday 18 March 2026"."""
    return say("{weekday} {day}", weekday=weekday(on), day=long(on))


def weekday(on: date) -> str:
    """Write "Wednesday"."""
    return say(WEEKDAYS[on.weekday()])


def clock(at: time | datetime) -> str:
    """Write "10:00": of a time or a datetime, in its own zone."""
    return f"{at:%H:%M}"


def _dated(on: date, months: tuple[str, ...], *, is_year_known: bool) -> str:
    month = say(months[on.month - 1])
    if is_year_known:
        return say("{day} {month}", day=on.day, month=month)
    return say("{day} {month} {year}", day=on.day, month=month, year=on.year)
