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
from agreements.templatetags.words import mark, word_for

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


def line(points: Sequence[plots.Point], *, kind: str = "line") -> SafeString:
    """Draw straight from point to point; nothing where there are none."""
    return format_html('<path class="{}" d="{}"/>', kind, _path(points)) if points else SafeString("")


def end_dot(points: Sequence[plots.Point]) -> SafeString:
    """Mark the last of the points."""
    if not points:
        return SafeString("")
    spot = f"M{at(points[-1].x)} {at(points[-1].y)}h0"
    return format_html('<path class="halo" d="{}"/><path class="end" d="{}"/>', spot, spot)


def stretched(kind: str, *parts: str) -> SafeString:
    """Wrap safe parts, drawn in percent, into a drawing that fills its box."""
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
    return stretched("spark t-series", line(points), end_dot(points))


def band(low: float | None, high: float | None, scale: plots.Scale) -> SafeString:
    """Fill what lies between two values, open to the edge where one is None."""
    if low is None and high is None:
        return SafeString("")
    top = 0.0 if high is None else scale.y(high)
    bottom = 100.0 if low is None else scale.y(low)
    return format_html('<rect class="band" y="{}" width="100" height="{}"/>', at(top), at(bottom - top))


def level(kind: str, value: float | None, scale: plots.Scale) -> SafeString:
    """Draw a value from edge to edge."""
    if value is None:
        return SafeString("")
    return line((plots.Point(0, scale.y(value)), plots.Point(100, scale.y(value))), kind=kind)


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
    plot = stretched(
        "",
        band(chart.band_low, chart.band_high, scale),
        *(level("grid", value, scale) for value in plots.gridlines(chart)),
        line(seconds, kind="second"),
        line(points),
        end_dot(points),
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
