"""How often the parties meet: recurrence in local dates counted from an anchor, and the check-in rounds."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, dropwhile, takewhile
from zoneinfo import ZoneInfo

from teams.domain.calendar import WorkingCalendar, end_of_day, local_moment
from teams.domain.errors import InvalidValueError
from teams.domain.language import say

DAY = dt.timedelta(days=1)
ROUND_WORKING_DAYS = 3
ROUND_DAYS_WITHOUT_CADENCE = 14
GRACE_WORKING_DAYS = 1
GRACE_PERCENT = 20
LAST = -1
NTHS = (1, 2, 3, 4, LAST)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Frequency(StrEnum):
    """The unit that a cadence counts in."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


def cycle_days(*, frequency: Frequency, interval: int) -> int:
    """Return about how many days lie between two occurrences; a month counts 30."""
    return interval * (7 if frequency is Frequency.WEEKLY else 30)


@dataclass(frozen=True, slots=True)
class CadenceRule:
    """Say on which local dates, and at what wall time in its zone, the parties meet.

    Every `interval` weeks, or every `interval` months on the `nth` (1 to 4, or -1 for the last) `weekday`
    (0 = Monday). `anchor` is the first occurrence; all others are counted from it, so that no holiday, clock
    change or year with 53 weeks ever shifts them. Raises InvalidValueError when the parts do not fit.
    """

    frequency: Frequency
    interval: int
    weekday: int
    time: dt.time
    zone: ZoneInfo
    anchor: dt.date
    nth: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.interval <= 52:
            raise _invalid("interval", say("The interval of a cadence is between 1 and 52."))
        _check_pattern(frequency=self.frequency, weekday=self.weekday, nth=self.nth)
        if self.anchor != self._first_on_or_after(self.anchor):
            raise _invalid("anchor", say("The first sync of a cadence falls on one of its own days."))

    @property
    def cycle_days(self) -> int:
        """Return about how many days lie between two occurrences."""
        return cycle_days(frequency=self.frequency, interval=self.interval)

    def occurrences(self, *, from_day: dt.date, until_day: dt.date) -> Iterator[dt.date]:
        """Return the scheduled local dates from `from_day` to `until_day`, both inclusive."""
        days = map(self._occurrence, count(self._cycles_before(from_day)))
        upcoming = dropwhile(lambda day: day < from_day, days)
        return takewhile(lambda day: day <= until_day, upcoming)

    def starts_at(self, day: dt.date) -> dt.datetime:
        """Return the instant (UTC) at which a sync held on `day` starts."""
        return local_moment(day, at=self.time, zone=self.zone)

    def _first_on_or_after(self, day: dt.date) -> dt.date:
        return anchor_for(frequency=self.frequency, weekday=self.weekday, nth=self.nth, starts_on=day)

    def _cycles_before(self, day: dt.date) -> int:
        """Return how many whole cycles lie between the anchor and `day`, at least 0."""
        weeks = (day - self.anchor).days // 7
        months = 12 * (day.year - self.anchor.year) + day.month - self.anchor.month
        return max(0, (weeks if self.frequency is Frequency.WEEKLY else months) // self.interval)

    def _occurrence(self, n: int) -> dt.date:
        if self.frequency is Frequency.WEEKLY:
            return self.anchor + n * self.interval * 7 * DAY
        return _nth_weekday(_month_after(self.anchor, n * self.interval), self.weekday, self.nth)


@dataclass(frozen=True, slots=True)
class Round:
    """One round of asking: it opens on each person's morning of `opens_on` and ends at `ends_at` (UTC)."""

    opens_on: dt.date
    ends_at: dt.datetime


def anchor_for(*, frequency: Frequency, weekday: int, nth: int | None, starts_on: dt.date) -> dt.date:
    """Return the first day on or after `starts_on` that fits, or raise InvalidValueError."""
    _check_pattern(frequency=frequency, weekday=weekday, nth=nth)
    if frequency is Frequency.WEEKLY:
        return starts_on + (weekday - starts_on.weekday()) % 7 * DAY
    this_month = _nth_weekday(starts_on, weekday, nth)
    return this_month if this_month >= starts_on else _nth_weekday(_month_after(starts_on, 1), weekday, nth)


def moved_for_holidays(day: dt.date, *, calendar: WorkingCalendar) -> dt.date:
    """Return the day on which the occurrence of `day` is held: on a holiday, the next working day.

    Only holidays move it: a cadence set on a Saturday on purpose stays there.
    """
    return calendar.next_working_day(day) if day in calendar.holidays else day


def round_of(sync_day: dt.date, *, starts_at: dt.datetime, calendar: WorkingCalendar) -> Round:
    """Return the round of a sync: it opens three working days before and ends at its start."""
    return Round(opens_on=calendar.add_working_days(sync_day, -ROUND_WORKING_DAYS), ends_at=starts_at)


def round_without_cadence(
    day: dt.date, *, activated_on: dt.date, zone: ZoneInfo, calendar: WorkingCalendar
) -> Round | None:
    """Return the latest round that opened on or before `day`; None before the first.

    One opens every 14 days from activation and ends, for want of a sync, with the third working day after.
    """
    cycles = (day - activated_on).days // ROUND_DAYS_WITHOUT_CADENCE
    if cycles < 1:
        return None
    opens_on = activated_on + cycles * ROUND_DAYS_WITHOUT_CADENCE * DAY
    last_day = calendar.add_working_days(opens_on, ROUND_WORKING_DAYS)
    return Round(opens_on=opens_on, ends_at=end_of_day(last_day, zone=zone))


def grace_until(ended_on: dt.date, *, cycle_days: int, calendar: WorkingCalendar) -> dt.date:
    """Return the last day on which silence after a round that ended on `ended_on` is no flag yet.

    The longer of one working day and 20 % of the cadence, in days, begun days counted whole.
    """
    share = -(-cycle_days * GRACE_PERCENT // 100)
    return max(calendar.add_working_days(ended_on, GRACE_WORKING_DAYS), ended_on + share * DAY)


def _check_pattern(*, frequency: Frequency, weekday: int, nth: int | None) -> None:
    if weekday not in range(7):
        raise _invalid("weekday", say("The days of a week are numbered 0 (Monday) to 6 (Sunday)."))
    if frequency is Frequency.WEEKLY and nth is not None:
        raise _invalid("nth", say("A weekly cadence has no place in the month."))
    if frequency is Frequency.MONTHLY and nth not in NTHS:
        raise _invalid("nth", say("A monthly cadence falls on the first to fourth (1 to 4) or the last (-1)."))


def _month_after(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month that lies `months` after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _nth_weekday(month: dt.date, weekday: int, nth: int | None) -> dt.date:
    """Return the nth `weekday` of the month that holds the day `month`."""
    assert nth is not None  # a monthly pattern has passed _check_pattern
    if nth == LAST:
        day = _month_after(month, 1) - DAY
        return day - (day.weekday() - weekday) % 7 * DAY
    first = month.replace(day=1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * DAY


def _invalid(field: str, sentence: str) -> InvalidValueError:
    return InvalidValueError(sentence, fields={field: [sentence]})
