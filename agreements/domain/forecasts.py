"""Where the readings of a metric are heading: one value for a day to come, and the interval it should lie in.

The value is on the line of Theil (1950) and Sen (1968): its slope is the median of the slopes between all pairs of
readings, its height the median that fits; up to 29 % of wild readings do not bend it.

The interval is meant to hold at least four of five readings, as long as what they did so far goes on. Two things
are uncertain, and it adds both up. How steep the line is: Sen's interval for the slope, whose ends are slopes
between pairs of readings, chosen by the exact distribution of Kendall's rank statistic (Sen 1968; Hollander, Wolfe
and Chicken, Nonparametric Statistical Methods, 9.3). How far a reading lies from its line: each reading is carried
to the day, and the outermost tenth of them at either end is left out, by rank (Wilks 1941). Neither asks the
readings to follow a bell curve; few readings make it wide. All of it is exact, and rounded once, outwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, combinations
from math import ceil, factorial, floor
from statistics import median

from agreements.domain.metrics import Reading

MIN_READINGS = 4
MAX_READINGS = 60
PLACES = 6
TENTH = 10  # left out at either end, so that four of five stay
WIDE = 10  # an interval at least so wide is told in whole numbers


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a metric will read on a day if it goes on as it went, and between which values, both included."""

    value: Decimal
    low: Decimal
    high: Decimal

    def rounded(self) -> "Forecast":
        """Return it as finely as it can be known: to whole numbers or one place, the interval outwards."""
        step = Decimal(1) if self.high - self.low >= WIDE else Decimal("0.1")
        return Forecast(
            value=self.value.quantize(step, ROUND_HALF_EVEN),
            low=self.low.quantize(step, ROUND_FLOOR),
            high=self.high.quantize(step, ROUND_CEILING),
        )


def forecast(readings: Iterable[Reading], *, on: date) -> Forecast | None:
    """Return what the latest 60 readings, one a day, come to on `on`; None before 4 of them."""
    by_day = {reading.on: reading for reading in readings}
    latest = [by_day[day] for day in sorted(by_day)][-MAX_READINGS:]
    if len(latest) < MIN_READINGS:
        return None
    slopes = sorted(map(_slope, combinations(latest, 2)))
    edge, slope = slope_rank(len(latest)), median(slopes)
    likely = [_carried(latest, at, on) for at in (slopes[edge], slope, slopes[-1 - edge])]
    rank = max((len(latest) + 1) // TENTH, 1)
    return Forecast(
        value=_decimal(round(median(_carried(latest, slope, on)) * 10**PLACES)),
        low=_decimal(floor(min(values[rank - 1] for values in likely) * 10**PLACES)),
        high=_decimal(ceil(max(values[-rank] for values in likely) * 10**PLACES)),
    )


@lru_cache(maxsize=MAX_READINGS)
def slope_rank(readings: int) -> int:
    """Return how many of the lowest slopes, and of the highest, lie outside the interval of the slope.

    `readings` is at least 4. As many pairs lie below the true slope as an order of the readings by chance has
    inversions; so few or fewer has a tenth of all orders at most.
    """
    below = accumulate(_inversions(readings))
    return sum(TENTH * orders <= factorial(readings) for orders in below) - 1


def _inversions(things: int) -> Sequence[int]:
    """Count the orders of so many things by their inversions, from none on (the Mahonian numbers)."""
    counts = [1]
    for more in range(2, things + 1):
        sums = [0, *accumulate(counts)]
        last = len(counts)
        counts = [sums[min(n + 1, last)] - sums[max(n + 1 - more, 0)] for n in range(last + more - 1)]
    return counts


def _carried(readings: Sequence[Reading], slope: Fraction, on: date) -> list[Fraction]:
    """Return what each reading comes to on `on` at `slope` a day, lowest first."""
    return sorted(Fraction(reading.value) + slope * (on - reading.on).days for reading in readings)


def _slope(pair: Sequence[Reading]) -> Fraction:
    """Return the change per day, exactly: rounded, a target just reached could look missed."""
    first, second = pair
    return Fraction(second.value - first.value) / (second.on - first.on).days


def _decimal(units: int) -> Decimal:
    """Return `units` of the last place as a number."""
    return Decimal(units).scaleb(-PLACES)
