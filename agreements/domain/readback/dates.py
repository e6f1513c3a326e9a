"""Every date in a text, with what it means to its reader."""

from collections.abc import Iterator
from dataclasses import replace

from agreements.domain.readback.context import before_at
from agreements.domain.readback.days import DAY, DayOfMonth, Days, Period, Reading, working_day_before
from agreements.domain.readback.exact_dates import EXACT
from agreements.domain.readback.grammar import Pattern, Reader
from agreements.domain.readback.mentions import Kind, Mention
from agreements.domain.readback.relative_dates import RELATIVE
from agreements.domain.readback.rough_dates import ROUGH, WEEKS
from agreements.domain.readback.spans import Taken


def named_dates(text: str, *, reader: Reader, taken: Taken) -> Iterator[Mention]:
    """Yield the dates of the calendar in the free parts of `text`, the narrowest first, and take their places."""
    return _found((*WEEKS, *EXACT, *ROUGH), text, reader, taken)


def relative_dates(text: str, *, reader: Reader, taken: Taken) -> Iterator[Mention]:
    """Yield the dates that count from today in the free parts of `text`, and take their places."""
    return _found(RELATIVE, text, reader, taken)


def _found(patterns: tuple[Pattern, ...], text: str, reader: Reader, taken: Taken) -> Iterator[Mention]:
    for words in patterns:
        for start, end, days in words.read(text, reader):
            before = before_at(text, start)
            first = start if before is None else before
            if taken.take(first, end):
                yield Mention(Kind.DATE, first, end, text[first:end], days if before is None else _day_before(days))


def _day_before(days: Days) -> Days:
    """Return what "before 16 March" means: 15 March, or the Friday before a weekend up to there."""
    return replace(days, readings=tuple(map(_up_to, days.readings)))


def _up_to(reading: Reading) -> Reading:
    if isinstance(reading, DayOfMonth):
        return DayOfMonth(max(1, reading.day - 1))
    return Period(working_day_before(reading.first), reading.first - DAY)
