"""Joint metrics: the line from baseline to target, and the bound. Where readings head is in ``forecasts``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import takewhile

PLACES = 6
HOLD_TOLERANCE = Decimal("0.05")


class Direction(StrEnum):
    """Where the parties want a metric to go."""

    UP = "up"
    DOWN = "down"
    HOLD = "hold"


class BoundKind(StrEnum):
    """On which side of its bound a metric has to stay; the bound itself is still allowed."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of a metric on a day."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class TargetLine:
    """Say what a metric should read on each day from `starts_on` to `target_on`.

    For `hold` the baseline plays no part: the target stands all the way, within 5 % of itself to either side
    (a target of 0 leaves no tolerance; a one-sided limit is a bound).
    """

    direction: Direction
    baseline: Decimal
    starts_on: date
    target: Decimal
    target_on: date

    def expected_on(self, day: date) -> Decimal:
        """Return the value of the line on `day`: level before it starts and after it ends."""
        if self.direction is Direction.HOLD or day >= self.target_on:
            return self.target
        if day <= self.starts_on:
            return self.baseline
        share = Fraction((day - self.starts_on).days, (self.target_on - self.starts_on).days)
        return _decimal(Fraction(self.baseline) + share * Fraction(self.target - self.baseline))

    def is_off_line(self, reading: Reading) -> bool:
        """Tell whether a reading lies on the wrong side of the line on its day."""
        return self._falls_short(reading.value, of=self.expected_on(reading.on))

    def misses_target(self, forecast: Decimal) -> bool:
        """Tell whether a value forecast for `target_on` lies on the wrong side of the target."""
        return self._falls_short(forecast, of=self.target)

    def readings_off_line(self, readings: Iterable[Reading]) -> int:
        """Count how many of the latest readings, without a break, are off the line."""
        newest_first = sorted(readings, key=lambda reading: reading.on, reverse=True)
        return sum(1 for _ in takewhile(self.is_off_line, newest_first))

    def _falls_short(self, value: Decimal, *, of: Decimal) -> bool:
        if self.direction is Direction.UP:
            return value < of
        if self.direction is Direction.DOWN:
            return value > of
        return abs(value - of) > abs(of) * HOLD_TOLERANCE

    @property
    def tolerated(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest value that still hold the target."""
        room = abs(self.target) * HOLD_TOLERANCE
        return self.target - room, self.target + room


@dataclass(frozen=True, slots=True)
class Bound:
    """A guardrail that a metric has to keep while it, or another one, moves to its target."""

    kind: BoundKind
    value: Decimal

    def is_broken_by(self, value: Decimal) -> bool:
        """Tell whether `value` lies beyond the bound."""
        return value < self.value if self.kind is BoundKind.AT_LEAST else value > self.value


def is_unusual(value: Decimal, *, known: Iterable[Decimal]) -> bool:
    """Tell whether a value lies further from all that is `known` than these lie from each other: a slip, perhaps."""
    values = list(known)
    low, high = min(values), max(values)
    room = (high - low) or abs(high)
    return not low - room <= value <= high + room


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(round(exact * 10**PLACES)).scaleb(-PLACES)
