"""Where the course of a metric lies on a plot: readings, target line, band, limit and forecast, in percent of a box."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from agreements.domain.metrics import Reading
from agreements.domain.plots import Point, Scale, Window, scale_over

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class MetricPlot:
    """Readings (oldest first) against a target; see each part for what None leaves out.

    `baseline`: the target line slopes from here on `line_from` to `target` on `line_to`, level outside; None: it lies
    flat. The days of the line are the edges of the plot where they are None. `band_low`, `band_high`: where values are
    good, open at the end left None; both None: no band. `bound`: a guardrail. `forecast`: the value foreseen for
    `line_to`, between `forecast_low` and `forecast_high`.
    """

    readings: tuple[Reading, ...]
    starts_on: date
    ends_on: date
    state: str
    target: float | None = None
    baseline: float | None = None
    line_from: date | None = None
    line_to: date | None = None
    band_low: float | None = None
    band_high: float | None = None
    bound: float | None = None
    forecast: float | None = None
    forecast_low: float | None = None
    forecast_high: float | None = None

    @property
    def window(self) -> Window:
        return Window(self.starts_on, self.ends_on, self.ends_on)


def metric_scale(plot: MetricPlot) -> Scale:
    """Fit a scale to everything the plot draws, with a little air; a band open below shows 0.

    A very uncertain forecast does not press the rest flat: it takes half as much again at most, at either side.
    """
    floor_at = 0.0 if plot.band_high is not None and plot.band_low is None else None
    edges = (plot.target, plot.baseline, plot.band_low, plot.band_high, plot.bound, plot.forecast, floor_at)
    inner = scale_over([*(float(reading.value) for reading in plot.readings), *edges])
    room = (inner.high - inner.low) / 2
    low = None if plot.forecast_low is None else max(plot.forecast_low, inner.low - room)
    high = None if plot.forecast_high is None else min(plot.forecast_high, inner.high + room)
    return scale_over([inner.low, inner.high, low, high], pad=0.08)


def metric_points(plot: MetricPlot, scale: Scale) -> tuple[Point, ...]:
    """Place each reading by its day."""
    window = plot.window
    return tuple(Point(window.x(reading.on), scale.y(float(reading.value))) for reading in plot.readings)


def target_points(plot: MetricPlot, scale: Scale) -> tuple[Point, ...]:
    """Lay the line to the target from edge to edge: level, then sloped between its two days, then level again."""
    if plot.target is None:
        return ()
    start, end = scale.y(plot.target if plot.baseline is None else plot.baseline), scale.y(plot.target)
    first, last = plot.window.x(plot.line_from or plot.starts_on), plot.window.x(plot.line_to or plot.ends_on)
    corners = [Point(0, start), Point(first, start), Point(last, end), Point(100, end)]
    if plot.baseline is None:
        return corners[0], corners[-1]
    return tuple(dict.fromkeys(corners))  # a corner on an edge is drawn once


def forecast_points(plot: MetricPlot, scale: Scale) -> tuple[Point, ...]:
    """Lead from the latest reading to what is foreseen: where it ends, then the ends of its interval, high and low.

    Empty without a forecast, and once a reading is there for its day.
    """
    if plot.forecast is None or not plot.readings:
        return ()
    x = plot.window.x(plot.line_to or plot.ends_on)
    start = metric_points(plot, scale)[-1]
    if start.x >= x:
        return ()
    ends = (plot.forecast, plot.forecast_high, plot.forecast_low)
    return start, *(Point(x, scale.y(value)) for value in ends if value is not None)


def levels(scale: Scale) -> tuple[float, ...]:
    """List up to six round values within the scale, highest first, for gridlines with labels."""
    least = (scale.high - scale.low) / MOST_LINES
    tens = 10 ** floor(log10(least))
    step = next(step * tens for step in STEPS if step * tens >= least * 0.999999)
    first, last = ceil(scale.low / step - 1e-9), floor(scale.high / step + 1e-9)
    return tuple(round(n * step, 9) for n in range(last, first - 1, -1))


def spaced(places: Iterable[float], *, least: float = 9.0) -> tuple[float, ...]:
    """Push labels on one edge down to at least `least` apart, keeping their order, and back up from the end at 100."""
    wanted = list(places)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    found = dict.fromkeys(order, 0.0)
    edge = min(wanted, default=0.0)
    for index in order:
        found[index] = max(wanted[index], edge)
        edge = found[index] + least
    edge = 100.0
    for index in reversed(order):
        found[index] = min(found[index], edge)
        edge = found[index] - least
    return tuple(found[index] for index in range(len(wanted)))
