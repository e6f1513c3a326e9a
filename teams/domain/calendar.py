"""All wall-clock arithmetic: working days, zones, the ends of days, quiet hours.

Instants come back in UTC, so that they can be compared and stored. A wall time that a clock change skips is
read with the offset before the change; one that occurs twice is the first of the two.
"""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.metadata import version
from zoneinfo import ZoneInfo

from teams.domain.errors import InvalidValueError

ONE_DAY = timedelta(days=1)
MONDAY_TO_FRIDAY = frozenset(range(5))
MORNING = time(8, 30)


class UnknownZoneError(InvalidValueError):
    """Refuse a name that is not a time zone of the pinned zone data."""

    code = "unknown_zone"


def use_pinned_zones() -> None:
    """Make every zone come from the pinned tzdata package, never from the host's stale files.

    To be called by each entry point before the first zone is looked up; calling it again does no harm.
    """
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()
    zone_names.cache_clear()


def are_zones_pinned() -> bool:
    """Tell whether zones can come from the pinned package only."""
    return zoneinfo.TZPATH == ()


def zone_data_version() -> str:
    """Return the version of the zone data package, such as "2026.6"."""
    return version("tzdata")


@cache
def zone_names() -> frozenset[str]:
    """Return every IANA zone name that can be chosen."""
    return frozenset(zoneinfo.available_timezones())


def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name, or raise UnknownZoneError.

    Only listed names are opened: a name is a path inside the zone data, and this one may come from anybody.
    """
    if name not in zone_names():
        sentence = "There is no such time zone. Choose a name such as Europe/Berlin."
        raise UnknownZoneError(sentence, fields={"time_zone": [sentence]})
    return ZoneInfo(name)


def local_date(at: datetime, *, zone: ZoneInfo) -> date:
    """Return the date that the wall calendar in `zone` shows at the aware instant `at`."""
    return at.astimezone(zone).date()


def local_moment(day: date, *, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which clocks in `zone` show `at` on `day`.

    In a gap: the offset before it, so 02:30 becomes what clocks then call 03:30. In an overlap: the first.
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def end_of_day(day: date, *, zone: ZoneInfo) -> datetime:
    """Return the first instant (UTC) of the next local day: a deadline on `day` passes then."""
    return local_moment(day + ONE_DAY, at=time.min, zone=zone)


def morning(day: date, *, zone: ZoneInfo, at: time = MORNING) -> datetime:
    """Return the instant (UTC) of a person's morning on `day`."""
    return local_moment(day, at=at, zone=zone)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Count working days: a weekly pattern (0 = Monday) less the holidays."""

    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekdays:
            raise InvalidValueError("A working week needs at least one working day.")
        if not self.weekdays <= frozenset(range(7)):
            raise InvalidValueError("The days of a week are numbered 0 (Monday) to 6 (Sunday).")

    def is_working(self, day: date) -> bool:
        """Tell whether `day` is a working day."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`; before it when n < 0, `day` itself for 0."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            if self.is_working(day):
                left -= 1
        return day

    def next_working_day(self, day: date) -> date:
        """Return the first working day after `day`."""
        return self.add_working_days(day, 1)

    def working_days_between(self, *, after: date, until: date) -> int:
        """Count the working days d with after < d <= until; 0 when `until` is not after `after`."""
        days = (after + ONE_DAY * n for n in range(1, (until - after).days + 1))
        return sum(map(self.is_working, days))

    def next_morning(self, at: datetime, *, zone: ZoneInfo, morning_at: time = MORNING) -> datetime:
        """Return the first morning (UTC) of a working day at or after the instant `at`."""
        day = local_date(at, zone=zone)
        while not self.is_working(day) or morning(day, zone=zone, at=morning_at) < at:
            day += ONE_DAY
        return morning(day, zone=zone, at=morning_at)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hold back reminders from `start` (inclusive) to `end` (exclusive), local wall times.

    They may run over midnight (20:00 to 07:00); equal times mean that there are none.
    """

    start: time
    end: time

    def release(self, at: datetime, *, zone: ZoneInfo) -> datetime:
        """Return the end (UTC) of the quiet hours that hold the instant `at`, or `at` itself."""
        today = local_date(at, zone=zone)
        for evening in (today - ONE_DAY, today):
            last = evening if self.start <= self.end else evening + ONE_DAY
            opens = local_moment(evening, at=self.start, zone=zone)
            closes = local_moment(last, at=self.end, zone=zone)
            if opens <= at < closes:
                return closes
        return at

    def release_before(self, at: datetime, *, zone: ZoneInfo, deadline: datetime) -> datetime:
        """Release `at` as above, yet never after `deadline` and never before `at` itself."""
        return max(at, min(self.release(at, zone=zone), deadline))
