"""A rate over time as safe SVG markup: its band, its comparison dotted, the last values named at the line ends.

Built in to every template. Geometry lives in ``agreements.domain.plots``. The drawing is hidden from assistive
technology; a sentence and a table stand beside it.
"""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from agreements.domain import plots
from agreements.templatetags.charts import at, band, day_and_month, end_dot, level, line, stretched

register = template.Library()


@register.simple_tag
def trend(chart: plots.Trend) -> SafeString:
    """Draw a rate with the days below and its values beside; where there were too few to say, the line is open."""
    scale = plots.Scale(chart.low, chart.high, top=0, bottom=100)
    firsts = plots.runs([point.value for point in chart.points], scale)
    seconds = plots.runs([point.second for point in chart.points], scale)
    plot = stretched(
        "",
        band(chart.band_low, chart.band_high, scale),
        *(level("grid", value, scale) for value in plots.gridlines(chart)),
        *(line(run, kind="second") for run in seconds),
        *(line(run) for run in firsts),
        _end(chart, firsts),
    )
    return format_html(
        '<div class="trend t-series" aria-hidden="true"><div class="trend-y">{}</div>'
        '<div class="trend-plot">{}</div><div class="trend-end">{}</div><div class="trend-x">{}</div></div>',
        _y_labels(chart, scale),
        plot,
        _end_labels(chart, scale),
        _x_labels(chart),
    )


def _end(chart: plots.Trend, runs: tuple[tuple[plots.Point, ...], ...]) -> SafeString:
    """The dot at the end, only where the last week has a value; a single week between two gaps is a dot too."""
    alone = [end_dot(run) for run in runs[:-1] if len(run) == 1]
    last = [end_dot(run) for run in runs[-1:] if chart.points[-1].value is not None or len(run) == 1]
    return mark_safe("".join([*alone, *last]))  # noqa: S308 - every part is built by format_html


def _y_labels(chart: plots.Trend, scale: plots.Scale) -> SafeString:
    rows = ((at(scale.y(value)), at(value)) for value in plots.gridlines(chart))
    return format_html("<svg>{}</svg>", format_html_join("", '<text x="0" y="{}%" dy=".34em">{}%</text>', rows))


def _end_labels(chart: plots.Trend, scale: plots.Scale) -> SafeString:
    """Name each line that reaches the last week, in whole percent."""
    last = chart.points[-1] if chart.points else None
    named = [(last.value, chart.name), (last.second, chart.second_name)] if last else []
    known = [(value, name) for value, name in named if value is not None]
    places = [scale.y(value) for value, _ in known]
    if len(places) == 2:
        places = list(plots.apart(*places))
    rows = ((at(y), round(value), name) for y, (value, name) in zip(places, known, strict=True))
    label = '<text x="14" y="{}%" dy=".34em"><tspan class="strong">{}%</tspan> {}</text>'
    return format_html("<svg>{}</svg>", format_html_join("", label, rows)) if known else SafeString("")


def _x_labels(chart: plots.Trend) -> SafeString:
    """The first day, the last, and the middle one where three have room."""
    days = [point.on for point in chart.points]
    marks: list[tuple[float, str, str]] = []
    if days:
        marks.append((0, "start", day_and_month(days[0])))
    if len(days) > 4:
        middle = len(days) // 2
        marks.append((middle / (len(days) - 1) * 100, "middle", day_and_month(days[middle])))
    if len(days) > 1:
        marks.append((100, "end", day_and_month(days[-1])))
    return _labels((at(x), anchor, words) for x, anchor, words in marks)


def _labels(rows: Iterable[tuple[str, str, str]]) -> SafeString:
    label = '<text x="{}%" y="50%" dy=".5em" text-anchor="{}">{}</text>'
    drawn = format_html_join("", label, rows)
    return format_html("<svg>{}</svg>", drawn) if drawn else SafeString("")
