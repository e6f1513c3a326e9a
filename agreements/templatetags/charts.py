"""Charts as safe SVG markup: pure functions from numbers to text, two decimals, coloured by class only.

Built in to every template. Geometry lives in ``agreements.domain.plots``. Every drawing is hidden from
assistive technology; the numbers and sentences stand beside it as text.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from agreements.domain import plots
from agreements.templatetags.words import mark, shape_href, word_for

register = template.Library()


def at(number: float) -> str:
    """Write a coordinate with at most two decimals: 12.3, 100, 0."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def day_and_month(on: date) -> str:
    """Write a day as a chart has room for: "18 Mar"."""
    return f"{on.day} {on:%b}"


def _path(points: Iterable[plots.Point]) -> str:
    return "M" + "L".join(f"{at(point.x)} {at(point.y)}" for point in points)


def _line(points: Sequence[plots.Point], *, kind: str = "line") -> SafeString:
    return format_html('<path class="{}" d="{}"/>', kind, _path(points)) if points else SafeString("")


def _end_dot(points: Sequence[plots.Point]) -> SafeString:
    if not points:
        return SafeString("")
    spot = f"M{at(points[-1].x)} {at(points[-1].y)}h0"
    return format_html('<path class="halo" d="{}"/><path class="end" d="{}"/>', spot, spot)


def _stretched(kind: str, *parts: str) -> SafeString:
    inner = mark_safe("".join(parts))  # noqa: S308 - every part is built by format_html above
    return format_html(
        '<svg{} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        format_html(' class="{}"', kind) if kind else "",
        inner,
    )


@register.simple_tag
def sparkline(values: Sequence[float], low: float | None = None, high: float | None = None) -> SafeString:
    """Draw the course of a number, oldest first; `low` and `high` fix the scale where rows share one."""
    if not values:
        return SafeString("")
    numbers = [float(value) for value in values]
    scale = plots.scale_over([*numbers, low, high])
    points = plots.spread(numbers, plots.Scale(scale.low, scale.high, top=20, bottom=80))
    return _stretched("spark t-series", _line(points), _end_dot(points))


@register.simple_tag
def metric_plot(plot: plots.MetricPlot) -> SafeString:
    """Draw readings against target, band, bound and forecast in a box of its own."""
    scale = plots.metric_scale(plot)
    points = plots.metric_points(plot, scale)
    svg = _stretched(
        "",
        _band(plot.band_low, plot.band_high, scale),
        _target(plot, scale),
        _level("bound", plot.bound, scale),
        _forecast(plot, points, scale),
        _line(points),
        _end_dot(points),
    )
    return format_html('<div class="plot t-{}">{}</div>', word_for(plot.state).tone, svg)


def _band(low: float | None, high: float | None, scale: plots.Scale) -> SafeString:
    if low is None and high is None:
        return SafeString("")
    top = 0.0 if high is None else scale.y(high)
    bottom = 100.0 if low is None else scale.y(low)
    return format_html('<rect class="band" y="{}" width="100" height="{}"/>', at(top), at(bottom - top))


def _target(plot: plots.MetricPlot, scale: plots.Scale) -> SafeString:
    if plot.target is None:
        return SafeString("")
    start = plot.target if plot.baseline is None else plot.baseline
    return _line((plots.Point(0, scale.y(start)), plots.Point(100, scale.y(plot.target))), kind="target")


def _level(kind: str, value: float | None, scale: plots.Scale) -> SafeString:
    if value is None:
        return SafeString("")
    return _line((plots.Point(0, scale.y(value)), plots.Point(100, scale.y(value))), kind=kind)


def _forecast(plot: plots.MetricPlot, points: Sequence[plots.Point], scale: plots.Scale) -> SafeString:
    if plot.forecast is None or not points:
        return SafeString("")
    return _line((points[-1], plots.Point(100, scale.y(plot.forecast))), kind="forecast")


@register.simple_tag
def pulse(said: Sequence[object], of: str = "check-ins") -> SafeString:
    """Draw one mark for every check-in asked for, oldest left, at most six; None or "" is silence."""
    return _pulse(tuple("" if code is None else str(code) for code in said)[-6:], of)


@lru_cache(maxsize=1024)  # few different pulses fill a long table
def _pulse(shown: tuple[str, ...], of: str) -> SafeString:
    if not shown:
        return SafeString("")
    words = ", ".join(word_for(code).words.lower() for code in shown)
    return format_html(
        '<span class="pulse" role="img" aria-label="Last {} {}: {}">{}</span>',
        len(shown),
        of,
        words,
        SafeString("".join(mark(code) for code in shown)),
    )


@register.simple_tag
def share_bar(shares: Sequence[plots.Share], total: float | None = None) -> SafeString:
    """Draw parts of a whole end to end; with `total` the rest stays as empty ground (a thin bar)."""
    gap = '<rect class="rest" width="100%" height="100%"/>' if total else ""
    parts = format_html_join(
        "",
        '<svg x="{}%" width="{}%"><rect class="t-{}" width="100%" height="100%"/>{}</svg>',
        (_bar_part(part) for part in plots.segments(shares, total=total)),
    )
    kind = "sharebar sharebar-thin" if total else "sharebar"
    return format_html('<svg class="{}" aria-hidden="true">{}{}</svg>', kind, mark_safe(gap), parts)  # noqa: S308


def _bar_part(part: plots.Segment) -> tuple[str, str, str, SafeString]:
    hairline = SafeString("") if part.x == 0 else SafeString('<rect class="seam" width="1.5" height="100%"/>')
    return at(part.x), at(part.width), word_for(part.state).tone, hairline


@register.simple_tag
def trend(chart: plots.Trend) -> SafeString:
    """Draw a rate over time with its band, its comparison dotted, the last values named at the line ends."""
    scale = plots.Scale(chart.low, chart.high, top=0, bottom=100)
    points = plots.spread([point.value for point in chart.points], scale)
    seconds = plots.spread([point.second or 0.0 for point in chart.points if point.second is not None], scale)
    plot = _stretched(
        "",
        _band(chart.band_low, chart.band_high, scale),
        *(_level("grid", value, scale) for value in plots.gridlines(chart)),
        _line(seconds, kind="second"),
        _line(points),
        _end_dot(points),
    )
    return format_html(
        '<div class="trend t-series" aria-hidden="true"><div class="trend-y">{}</div>'
        '<div class="trend-plot">{}</div><div class="trend-end">{}</div><div class="trend-x">{}</div></div>',
        _y_labels(chart, scale),
        plot,
        _end_labels(chart, scale),
        _x_labels(chart),
    )


def _y_labels(chart: plots.Trend, scale: plots.Scale) -> SafeString:
    rows = ((at(scale.y(value)), at(value)) for value in plots.gridlines(chart))
    return format_html("<svg>{}</svg>", format_html_join("", '<text x="0" y="{}%" dy=".34em">{}%</text>', rows))


def _end_labels(chart: plots.Trend, scale: plots.Scale) -> SafeString:
    if not chart.points:
        return SafeString("")
    last = chart.points[-1]
    if last.second is None:
        rows = [(at(scale.y(last.value)), at(last.value), chart.name)]
    else:
        first_y, second_y = plots.apart(scale.y(last.value), scale.y(last.second))
        rows = [
            (at(first_y), at(last.value), chart.name),
            (at(second_y), at(last.second), chart.second_name),
        ]
    label = '<text x="14" y="{}%" dy=".34em"><tspan class="strong">{}%</tspan> {}</text>'
    return format_html("<svg>{}</svg>", format_html_join("", label, rows))


def _x_labels(chart: plots.Trend) -> SafeString:
    if not chart.points:
        return SafeString("")
    days = [day_and_month(point.on) for point in chart.points]
    rows = (("0", "start", days[0]), ("50", "middle", days[len(days) // 2]), ("100", "end", days[-1]))
    label = '<text x="{}%" y="50%" dy=".5em" text-anchor="{}">{}</text>'
    return format_html("<svg>{}</svg>", format_html_join("", label, rows))


# --- the date line ---------------------------------------------------------------------------------------
# A table draws one for every row, so these are plain strings: every value in them is a number, a date or a
# name of our own tables, never a person's text.


@register.simple_tag
def date_line_head(window: plots.Window) -> SafeString:
    """Draw the days above the date lines of one table."""
    days = [(tick.x, day_and_month(tick.on), "") for tick in plots.ticks(window) if tick.is_labelled]
    labels = [*days, (window.x(window.as_of), "Today", ' class="now-word"')]
    drawn = "".join(
        f'<text{kind} x="{at(x)}%" y="50%" dy=".36em" text-anchor="middle">{words}</text>' for x, words, kind in labels
    )
    return SafeString(f'<svg class="dateline dateline-head" aria-hidden="true">{drawn}</svg>')


@register.simple_tag
def date_line(line: plots.DateLine, window: plots.Window) -> SafeString:
    """Draw one commitment's dates: track, ring where the date was, dotted slip, mark where it is now."""
    word = word_for(line.state)
    drawn = (_grid(window), _track(line, window), _slip(line, window), _date_mark(line, window, word.shape))
    return SafeString(
        f'<svg class="dateline t-{word.tone}" aria-hidden="true">{"".join(drawn)}</svg>'
        f'<span class="hide">{date_sentence(line)}</span>'
    )


@lru_cache(maxsize=64)
def _grid(window: plots.Window) -> str:
    rows = [("tick", tick.x) for tick in plots.ticks(window)] + [("now", window.x(window.as_of))]
    return "".join(f'<line class="{kind}" x1="{at(x)}%" x2="{at(x)}%" y1="-200%" y2="300%"/>' for kind, x in rows)


def _track(line: plots.DateLine, window: plots.Window) -> str:
    end = line.ended_on or min((*line.earlier, line.due_on))
    kind = "track track-done" if line.ended_on else "track"
    return _level_line(kind, window.x(line.promised_on), window.x(end))


def _slip(line: plots.DateLine, window: plots.Window) -> str:
    if not line.earlier:
        return ""
    xs = [window.x(on) for on in line.earlier]
    rings = "".join(f'<circle class="was" cx="{at(x)}%" cy="50%" r="4"/>' for x in xs)
    return _level_line("slip", min(xs), window.x(line.mark_on)) + rings


def _level_line(kind: str, start: float, end: float) -> str:
    return f'<line class="{kind}" x1="{at(start)}%" x2="{at(end)}%" y1="50%" y2="50%"/>'


def _date_mark(line: plots.DateLine, window: plots.Window, shape_name: str) -> str:
    x = window.x(line.mark_on)
    beyond = max(window.x(line.expected_on or line.mark_on), x)
    is_far = beyond > 79
    shift, anchor = (-12, "end") if is_far else (12, "start")
    return (
        f'{_expected(line, window)}<svg x="{at(x)}%" y="50%" overflow="visible">'
        f'<use class="i" href="{shape_href(shape_name)}" x="-7" y="-7" width="14" height="14"/></svg>'
        f'<svg x="{at(x if is_far else beyond)}%" y="50%" overflow="visible">'
        f'<text x="{shift}" dy=".36em" text-anchor="{anchor}">{day_and_month(line.mark_on)}</text></svg>'
    )


def _expected(line: plots.DateLine, window: plots.Window) -> str:
    if line.expected_on is None or line.expected_on == line.mark_on:
        return ""
    return f'<circle class="expected" cx="{at(window.x(line.expected_on))}%" cy="50%" r="5"/>'


def date_sentence(line: plots.DateLine) -> str:
    """Say the dates in words: what the drawing shows, for those who do not see it."""
    said = [_moved_words(line)]
    if line.expected_on and line.expected_on != line.due_on:
        said.append(f"expected {_in_words(line.expected_on)}")
    if line.ended_on:
        said.append(f"delivered {_in_words(line.ended_on)}")
    return ", ".join(said)


def _moved_words(line: plots.DateLine) -> str:
    due = _in_words(line.due_on)
    if not line.earlier:
        return f"Due {due}"
    return f"First agreed for {_in_words(line.earlier[0])}, moved to {due}"


def _in_words(on: date) -> str:
    return f"{on.day} {on:%B}"
