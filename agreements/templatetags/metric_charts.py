"""The course of a joint metric as safe SVG markup: small in a cell, and large with its values and days beside it.

Built in to every template. Geometry lives in ``agreements.domain.metric_plots``. The drawings are hidden from
assistive technology; a sentence and a table stand beside them.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from agreements.domain import metric_plots as plots
from agreements.domain.plots import Point, Scale
from agreements.templatetags.charts import (
    at,
    band,
    day_and_month,
    end_dot,
    level,
    line,
    stretched,
)
from agreements.templatetags.words import word_for

register = template.Library()


@register.simple_tag
def metric_plot(plot: plots.MetricPlot) -> SafeString:
    """Draw readings against target, band, limit and forecast in a box of its own."""
    drawn = _drawn(plot, plots.metric_scale(plot), grid=())
    return format_html('<div class="plot t-{}">{}</div>', word_for(plot.state).tone, drawn)


@register.simple_tag
def metric_chart(plot: plots.MetricPlot, unit: str = "") -> SafeString:
    """Draw the same large: values at gridlines, the lines named at their ends, the days below."""
    scale = plots.metric_scale(plot)
    grid = plots.levels(scale)
    return format_html(
        '<div class="trend chart t-{}" aria-hidden="true"><div class="trend-y">{}</div>'
        '<div class="trend-plot">{}</div><div class="trend-end">{}</div><div class="trend-x">{}</div></div>',
        word_for(plot.state).tone,
        _values(grid, scale, unit),
        _drawn(plot, scale, grid),
        _names(plot, scale),
        _days(plot),
    )


def _drawn(plot: plots.MetricPlot, scale: Scale, grid: Sequence[float]) -> SafeString:
    points = plots.metric_points(plot, scale)
    return stretched(
        "",
        band(plot.band_low, plot.band_high, scale),
        *(level("grid", value, scale) for value in grid),
        line(plots.target_points(plot, scale), kind="target"),
        level("bound", plot.bound, scale),
        _forecast(plots.forecast_points(plot, scale)),
        line(points),
        end_dot(points),
    )


def _forecast(points: Sequence[Point]) -> SafeString:
    if not points:
        return SafeString("")
    start, middle, *ends = points
    wedge = format_html('<path class="wedge" d="{}"/>', _closed([start, *ends])) if ends else SafeString("")
    return wedge + line((start, middle), kind="forecast")


def _closed(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{at(point.x)} {at(point.y)}" for point in points) + "Z"


def _values(grid: Iterable[float], scale: Scale, unit: str) -> SafeString:
    rows = ((at(scale.y(value)), _number(value), "%" if unit == "%" else "") for value in grid)
    return format_html("<svg>{}</svg>", format_html_join("", '<text x="0" y="{}%" dy=".34em">{}{}</text>', rows))


def _number(value: float) -> str:
    return f"{value:,.9f}".rstrip("0").rstrip(".")


def _names(plot: plots.MetricPlot, scale: Scale) -> SafeString:
    """Name what reaches the right edge: the target, the limit, where it is heading."""
    foreseen = plot.forecast if plots.forecast_points(plot, scale) else None
    named = [("target", plot.target), ("limit", plot.bound), ("heading", foreseen)]
    known = [(words, value) for words, value in named if value is not None]
    places = plots.spaced(scale.y(value) for _, value in known)
    rows = ((at(y), words, _number(value)) for y, (words, value) in zip(places, known, strict=True))
    label = '<text x="14" y="{}%" dy=".34em"><tspan>{}</tspan> <tspan class="strong">{}</tspan></text>'
    return format_html("<svg>{}</svg>", format_html_join("", label, rows))


def _days(plot: plots.MetricPlot) -> SafeString:
    """The first day, the last, and between them the latest reading's where it touches neither."""
    marks: list[tuple[float, str, date]] = [(0, "start", plot.starts_on), (100, "end", plot.ends_on)]
    if plot.readings and 30 < (x := plot.window.x(plot.readings[-1].on)) < 70:
        marks.insert(1, (x, "middle", plot.readings[-1].on))
    rows = ((at(x), anchor, day_and_month(on)) for x, anchor, on in marks)
    label = '<text x="{}%" y="50%" dy=".5em" text-anchor="{}">{}</text>'
    return format_html("<svg>{}</svg>", format_html_join("", label, rows))
