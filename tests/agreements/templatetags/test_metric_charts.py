"""Golden markup: what the chart of a metric draws changes only on purpose."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agreements.domain.metric_plots import MetricPlot
from agreements.domain.metrics import Reading
from agreements.templatetags import metric_charts as charts

OPEN = '<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'


def metric(**parts: Any) -> MetricPlot:
    readings = (Reading(date(2026, 3, 2), Decimal(10)), Reading(date(2026, 3, 17), Decimal(20)))
    return MetricPlot(readings, date(2026, 3, 2), date(2026, 4, 1), "at_risk", **parts)


def test_metric_plot_draws_the_readings() -> None:
    assert charts.metric_plot(metric()) == (
        f'<div class="plot t-watch">{OPEN}<path class="line" d="M0 87.93L50 12.07"/>'
        '<path class="halo" d="M50 12.07h0"/><path class="end" d="M50 12.07h0"/></svg></div>'
    )


@pytest.mark.parametrize(
    ("parts", "drawn"),
    [
        ({"target": 20.0}, '<path class="target" d="M0 12.07L100 12.07"/>'),
        ({"target": 20.0, "baseline": 10.0}, '<path class="target" d="M0 87.93L100 12.07"/>'),
        ({"bound": 10.0}, '<path class="bound" d="M0 87.93L100 87.93"/>'),
        ({"forecast": 20.0}, '<path class="forecast" d="M50 12.07L100 12.07"/>'),
        ({"band_low": 10.0}, '<rect class="band" y="0" width="100" height="87.93"/>'),
        ({"band_low": 10.0, "band_high": 20.0}, '<rect class="band" y="12.07" width="100" height="75.86"/>'),
    ],
)
def test_metric_plot_draws_what_it_is_measured_against(parts: dict[str, float], drawn: str) -> None:
    assert drawn in charts.metric_plot(metric(**parts))


def test_a_metric_plot_without_readings_draws_its_target_alone() -> None:
    empty = MetricPlot((), date(2026, 3, 2), date(2026, 4, 1), "stale", target=5, forecast=5)

    assert charts.metric_plot(empty) == (
        f'<div class="plot t-plain">{OPEN}<path class="target" d="M0 50L100 50"/></svg></div>'
    )


def test_a_forecast_opens_to_its_interval() -> None:
    drawn = charts.metric_plot(metric(forecast=20.0, forecast_low=15.0, forecast_high=20.0))

    assert (
        '<path class="wedge" d="M50 12.07L100 12.07L100 50Z"/><path class="forecast" d="M50 12.07L100 12.07"/>' in drawn
    )


def test_the_large_chart_names_its_lines_and_days() -> None:
    drawn = charts.metric_chart(metric(target=20.0, baseline=10.0, bound=12.0), "trials")

    assert drawn == (
        '<div class="trend chart t-watch" aria-hidden="true"><div class="trend-y"><svg>'
        '<text x="0" y="12.07%" dy=".34em">20</text><text x="0" y="31.03%" dy=".34em">17.5</text>'
        '<text x="0" y="50%" dy=".34em">15</text><text x="0" y="68.97%" dy=".34em">12.5</text>'
        '<text x="0" y="87.93%" dy=".34em">10</text></svg></div>'
        f'<div class="trend-plot">{OPEN}'
        '<path class="grid" d="M0 12.07L100 12.07"/><path class="grid" d="M0 31.03L100 31.03"/>'
        '<path class="grid" d="M0 50L100 50"/><path class="grid" d="M0 68.97L100 68.97"/>'
        '<path class="grid" d="M0 87.93L100 87.93"/>'
        '<path class="target" d="M0 87.93L100 12.07"/><path class="bound" d="M0 72.76L100 72.76"/>'
        '<path class="line" d="M0 87.93L50 12.07"/>'
        '<path class="halo" d="M50 12.07h0"/><path class="end" d="M50 12.07h0"/></svg></div>'
        '<div class="trend-end"><svg>'
        '<text x="14" y="12.07%" dy=".34em"><tspan>target</tspan> <tspan class="strong">20</tspan></text>'
        '<text x="14" y="72.76%" dy=".34em"><tspan>limit</tspan> <tspan class="strong">12</tspan></text></svg></div>'
        '<div class="trend-x"><svg><text x="0%" y="50%" dy=".5em" text-anchor="start">2 Mar</text>'
        '<text x="50%" y="50%" dy=".5em" text-anchor="middle">17 Mar</text>'
        '<text x="100%" y="50%" dy=".5em" text-anchor="end">1 Apr</text></svg></div></div>'
    )


@pytest.mark.parametrize(
    ("unit", "parts", "drawn"),
    [
        ("%", {"target": 20.0}, '<text x="0" y="12.07%" dy=".34em">20%</text>'),
        ("", {"target": 20.0, "forecast": 20.0}, '<tspan>heading</tspan> <tspan class="strong">20</tspan>'),
        ("", {"target": 2000.0}, '<tspan class="strong">2,000</tspan>'),
    ],
)
def test_the_large_chart_says_its_values(unit: str, parts: dict[str, float], drawn: str) -> None:
    assert drawn in charts.metric_chart(metric(**parts), unit)


def test_a_large_chart_without_readings_has_two_days() -> None:
    empty = MetricPlot((), date(2026, 3, 2), date(2026, 4, 1), "stale", target=5)

    assert charts.metric_chart(empty).count("text-anchor") == 2
