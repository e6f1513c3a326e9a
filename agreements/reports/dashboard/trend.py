"""The kept rate over the weeks, four at a time, and the strip of what became of each week's promises."""

from dataclasses import dataclass
from datetime import date

from agreements.domain.counting import BAND, ROLLING_WEEKS, SUNDAY, WEEK, Outcomes, Weeks, week_of
from agreements.reports.dashboard.links import decided_rows
from agreements.reports.dashboard.tallies import Tallies


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The four weeks to the Sunday ``ends_on``: per cent, None while fewer than five came due or of too few people."""

    ends_on: date
    kept: int | None
    in_time: int | None
    came_due: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A point a week, oldest first; between ``low`` and ``high`` per cent lies what teams aim for."""

    points: tuple[TrendPoint, ...]
    low: int = BAND[0]
    high: int = BAND[1]

    @property
    def kept(self) -> tuple[float | None, ...]:
        return tuple(point.kept for point in self.points)

    @property
    def in_time(self) -> tuple[float | None, ...]:
        return tuple(point.in_time for point in self.points)

    @property
    def latest(self) -> TrendPoint | None:
        """The last point that says something."""
        return next((point for point in reversed(self.points) if point.kept is not None), None)


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One week from the Monday ``begins_on``: what came due, and how many commitments were ``made`` in it."""

    begins_on: date
    outcomes: Outcomes
    made: int
    is_present: bool
    address: str
    asked: str = ""  # the teams that it is about, as lists take them

    @property
    def ends_on(self) -> date:
        """Its Sunday."""
        return self.begins_on + SUNDAY


@dataclass(frozen=True, slots=True)
class Strip:
    """Week after week, oldest first."""

    bars: tuple[WeekBar, ...]

    @property
    def tallest(self) -> int:
        """What came due in the fullest week; at least 1."""
        return max((bar.outcomes.came_due for bar in self.bars), default=0) or 1

    @property
    def made_a_week(self) -> float:
        """The ambition: commitments made in a week, on average, to one decimal."""
        return round(sum(bar.made for bar in self.bars) / max(len(self.bars), 1), 1)


def rolling(found: Tallies, monday: date) -> Outcomes:
    """What came due in the four weeks that end with that of ``monday``."""
    return found.over(tuple(monday - n * WEEK for n in range(ROLLING_WEEKS)))


def trend_of(found: Tallies, *, weeks: Weeks, is_shown: bool) -> Trend:
    """``is_shown``: it is about people enough."""
    return Trend(tuple(_point(rolling(found, monday), monday, is_shown=is_shown) for monday in weeks.mondays))


def strip_of(found: Tallies, *, weeks: Weeks, asked: str = "") -> Strip:
    """``asked``: the teams that it is about, as lists take them."""
    return Strip(tuple(_bar(found, monday, weeks, asked) for monday in weeks.mondays))


def _point(outcomes: Outcomes, monday: date, *, is_shown: bool) -> TrendPoint:
    kept, in_time = (rate.percent if is_shown else None for rate in (outcomes.kept_rate, outcomes.in_time_rate))
    return TrendPoint(monday + SUNDAY, kept, in_time, outcomes.came_due)


def _bar(found: Tallies, monday: date, weeks: Weeks, asked: str) -> WeekBar:
    is_present = monday == week_of(weeks.today)
    return WeekBar(
        begins_on=monday,
        outcomes=found.weeks.get(monday, Outcomes()),
        made=found.made.get(monday, 0),
        is_present=is_present,
        address=decided_rows(monday, None if is_present else monday + SUNDAY, teams=asked),
        asked=asked,
    )
