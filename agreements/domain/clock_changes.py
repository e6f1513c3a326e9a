"""The rule by which a zone's clocks change each year, as calendar files state it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
A_SECOND = timedelta(seconds=1)
LAST = -1
CACHED_ZONES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyChange:
    """Clocks go from one offset to another on the `nth` (-1 is the last) `weekday` of `month`, every year.

    `first` is the wall time by the offset before, in the first year asked for; `name` what the zone is called after.
    """

    first: datetime
    month: int
    weekday: int
    nth: int
    offset_from: timedelta
    offset_to: timedelta
    name: str

    @property
    def is_daylight(self) -> bool:
        return self.offset_to > self.offset_from


@lru_cache(maxsize=CACHED_ZONES)
def yearly_changes(zone: ZoneInfo, *, first_year: int, last_year: int) -> tuple[YearlyChange, ...] | None:
    """Return the two rules of `zone` in order of `first`, none where its clocks never change, or None.

    None where no such pair of rules gives all changes of these years, both inclusive: then each must be listed.
    """
    found = list(_changes(zone, first_year, last_year))
    if not found:
        return ()
    of_spring, of_autumn = found[::2], found[1::2]
    rules = _rule(of_spring, zone), _rule(of_autumn, zone)
    years = last_year - first_year + 1
    if len(of_spring) != years or len(of_autumn) != years or None in rules:
        return None
    return tuple(rule for rule in rules if rule)


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[datetime]:
    """The instants (UTC) from which another offset holds."""
    day, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while day < end:
        if _offset(day, zone) != _offset(day + ONE_DAY, zone):
            yield _first_after(day, zone)
        day += ONE_DAY


def _first_after(day: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of the new offset within a day, to the second."""
    before, after = day, day + ONE_DAY
    while after - before > A_SECOND:
        middle = before + timedelta(seconds=(after - before) // A_SECOND // 2)
        before, after = (before, middle) if _offset(middle, zone) != _offset(day, zone) else (middle, after)
    return after


def _rule(changes: Sequence[datetime], zone: ZoneInfo) -> YearlyChange | None:
    """The rule that all of `changes`, one a year, follow; None when they follow none."""
    if len({_shape(at, zone) for at in changes}) != 1:
        return None
    walls = [_wall(at, zone) for at in changes]
    places = {(wall.day - 1) // 7 + 1 for wall in walls}
    is_last = all((wall + 7 * ONE_DAY).month != wall.month for wall in walls)
    if len(places) > 1 and not is_last:
        return None
    wall = walls[0]
    return YearlyChange(
        first=wall,
        month=wall.month,
        weekday=wall.weekday(),
        nth=LAST if is_last else places.pop(),
        offset_from=_offset(changes[0] - A_SECOND, zone),
        offset_to=_offset(changes[0], zone),
        name=changes[0].astimezone(zone).tzname() or "",
    )


def _shape(at: datetime, zone: ZoneInfo) -> tuple[object, ...]:
    """What must be the same each year."""
    wall = _wall(at, zone)
    return wall.month, wall.weekday(), wall.time(), _offset(at - A_SECOND, zone), _offset(at, zone)


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    """What clocks would have shown at `at` had they not been changed."""
    return (at + _offset(at - A_SECOND, zone)).replace(tzinfo=None)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None  # every zone of the zone data has one
    return offset
