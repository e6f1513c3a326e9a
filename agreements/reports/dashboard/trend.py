"""The kept rate over the weeks, four at a time, and the strip of what became of each week's promises."""

from dataclasses import dataclass
from datetime import date

from agreements.domain.counting import BAND, SUNDAY, Outcomes


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
