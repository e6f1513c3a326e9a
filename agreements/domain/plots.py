"""Where things lie on a plot: pure geometry in percent of a box, for the chart template tags.

x grows to the right, y grows downwards, both 0 to 100. Nothing here knows SVG, colours or templates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """Days a date line shows, both ends included, and the day it is read on."""

    starts_on: date
    ends_on: date
    as_of: date

    def x(self, on: date) -> float:
        """Place a day; days outside the window lie on its edge."""
        span = max((self.ends_on - self.starts_on).days, 1)
        return min(max((on - self.starts_on).days / span, 0), 1) * 100


@dataclass(frozen=True, slots=True)
class DateLine:
    """One commitment's dates: promised on, due now, where the date was before (oldest first), how it stands.

    `state` is a code word of the interface's table; `ended_on` is the day it was delivered; `expected_on`
    the owner's forecast when it differs from the date.
    """

    promised_on: date
    due_on: date
    state: str
    earlier: tuple[date, ...] = ()
    ended_on: date | None = None
    expected_on: date | None = None

    @property
    def mark_on(self) -> date:
        """The day the mark of its state stands on."""
        return self.ended_on or self.due_on

    @property
    def days(self) -> tuple[date, ...]:
        """Every day the line must show."""
        known = (self.promised_on, self.due_on, self.ended_on, self.expected_on, *self.earlier)
        return tuple(on for on in known if on is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A date that a change would take from `was` to `now`, None to drop it; the same day, it stays.

    `code` is a code word of the interface's table; `needed_by` the day on which its receiver needs it.
    """

    was: date
    now: date | None
    code: str
    needed_by: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that its drawing shows."""
        return tuple(on for on in (self.was, self.now, self.needed_by) if on is not None)


def window_over(lines: Iterable[DateLine | Slip], *, as_of: date, back_days: int = 84, room: float = 0.3) -> Window:
    """Choose the days that show all `lines` and `as_of`, with `room` right of the last, a share of them, for its label.

    Days more than `back_days` before `as_of` are not shown; with nothing to show it spans five weeks.
    """
    days = [on for line in lines for on in line.days]
    first = max(min([*days, as_of - timedelta(days=7)]), as_of - timedelta(days=back_days))
    last = max([*days, as_of + timedelta(days=7)])
    room_days = round((last - first).days * room)
    return Window(first - timedelta(days=1), last + timedelta(days=max(room_days, 5)), as_of)


@dataclass(frozen=True, slots=True)
class Tick:
    """A gridline; only some carry a label."""

    on: date
    x: float
    is_labelled: bool


def ticks(window: Window) -> tuple[Tick, ...]:
    """Lay gridlines on Mondays: weekly up to 10 weeks, fortnightly up to 20, else every four weeks.

    A label stands where it touches neither the word Today, nor the label before it, nor an edge.
    """
    weeks = (window.ends_on - window.starts_on).days / 7
    step = 1 if weeks <= 10 else 2 if weeks <= 20 else 4
    first = window.starts_on + timedelta(days=-window.starts_on.weekday() % 7)
    mondays = [first + timedelta(weeks=step * n) for n in range(int(weeks / step) + 1)]
    found: list[Tick] = []
    labelled = -APART
    for on in [monday for monday in mondays if monday <= window.ends_on]:
        x = window.x(on)
        is_labelled = 7 < x < 93 and x - labelled >= APART and abs(x - window.x(window.as_of)) >= CLEAR
        labelled = x if is_labelled else labelled
        found.append(Tick(on, x, is_labelled))
    return tuple(found)


# Percent of the width, measured at 12 px in the narrowest column: between two labels, and beside Today.
APART, CLEAR = 24.0, 17.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from values to y; `low` lies at `bottom`, `high` at `top`."""

    low: float
    high: float
    top: float = 6.0
    bottom: float = 94.0

    def y(self, value: float) -> float:
        """Place a value, never outside the box."""
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - min(max(share, 0), 1) * (self.bottom - self.top)


def scale_over(values: Iterable[float | None], *, pad: float = 0.0) -> Scale:
    """Fit a scale to the values that are there; a single value lies in the middle."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    margin = (high - low) * pad or (0.0 if high > low else abs(high) * 0.1 or 1.0)
    return Scale(low - margin, high + margin)


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the box."""

    x: float
    y: float


def spread(values: Sequence[float], scale: Scale) -> tuple[Point, ...]:
    """Place values at even distances from left to right."""
    last = max(len(values) - 1, 1)
    return tuple(Point(index / last * 100, scale.y(value)) for index, value in enumerate(values))


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a bar: a count and the code word that gives its colour."""

    count: float
    state: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Where a part of a bar lies, in percent."""

    x: float
    width: float
    state: str


def segments(shares: Sequence[Share], *, total: float | None = None) -> tuple[Segment, ...]:
    """Lay the parts end to end over `total` (their sum when None); empty parts are left out."""
    whole = total or sum(share.count for share in shares)
    if whole <= 0:
        return ()
    found: list[Segment] = []
    x = 0.0
    for share in shares:
        width = share.count / whole * 100
        if width > 0:
            found.append(Segment(x, width, share.state))
        x += width
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One step of a rate over time, in percent; `second` is the comparison, drawn dotted. None: too few to say."""

    on: date
    value: float | None
    second: float | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """A rate over time (oldest first) with gridlines from `low` to `high` and the band aimed for."""

    points: tuple[TrendPoint, ...]
    name: str
    second_name: str = ""
    band_low: float | None = None
    band_high: float | None = None
    low: float = 0.0
    high: float = 100.0
    step: float = 20.0


def fitted(trend: Trend) -> Trend:
    """Let the scale begin at a ten below all that is drawn, some points off its edge; 20 points show at least."""
    known = [value for point in trend.points for value in (point.value, point.second) if value is not None]
    least = min([*known, trend.high - 20, *([trend.band_low] if trend.band_low is not None else [])])
    low = max(least - 5, 0) // 10 * 10
    step = 10.0 if trend.high - low <= 50 else 20.0
    return replace(trend, low=low - (trend.high - low) % step, step=step)


def runs(values: Sequence[float | None], scale: Scale) -> tuple[tuple[Point, ...], ...]:
    """Place values at even distances as in `spread`, in one run between each two gaps, which are None."""
    last = max(len(values) - 1, 1)
    found: list[list[Point]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append(Point(index / last * 100, scale.y(value)))
    return tuple(tuple(run) for run in found if run)


def gridlines(trend: Trend) -> tuple[float, ...]:
    """List the values that get a line, highest first."""
    count = round((trend.high - trend.low) / trend.step)
    return tuple(trend.high - index * trend.step for index in range(count + 1))


def apart(first: float, second: float, *, least: float = 9.0) -> tuple[float, float]:
    """Push two label positions apart to at least `least`, keeping their order and middle."""
    gap = abs(first - second)
    if gap >= least:
        return first, second
    shift = (least - gap) / 2
    return (first - shift, second + shift) if first <= second else (first + shift, second - shift)
