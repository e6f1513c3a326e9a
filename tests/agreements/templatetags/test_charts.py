"""Golden markup: what a chart draws changes only on purpose."""

from collections.abc import Sequence
from datetime import date

import pytest
from django.templatetags.static import static

from agreements.domain.plots import Share, Trend, TrendPoint, Window
from agreements.templatetags import charts

WINDOW = Window(date(2026, 3, 2), date(2026, 4, 1), date(2026, 3, 16))
OPEN = '<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'


def plain(markup: str) -> str:
    return markup.replace(static("icons.svg"), "icons.svg")


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (-0.001, "0"), (100, "100"), (12.345, "12.35"), (12.5, "12.5"), (-7, "-7")]
)
def test_coordinates_have_two_decimals_at_most(number: float, text: str) -> None:
    assert charts.at(number) == text


def test_sparkline() -> None:
    assert charts.sparkline([1, 3, 2]) == (
        '<svg class="spark t-series" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="line" d="M0 80L50 20L100 50"/>'
        '<path class="halo" d="M100 50h0"/><path class="end" d="M100 50h0"/></svg>'
    )


def test_sparklines_may_share_a_scale() -> None:
    assert 'd="M0 80L100 50"' in charts.sparkline([0, 5], low=0, high=10)


@pytest.mark.parametrize("values", [[], ()])
def test_a_sparkline_of_nothing_is_nothing(values: Sequence[float]) -> None:
    assert charts.sparkline(values) == ""


def test_pulse_says_what_it_draws() -> None:
    assert plain(charts.pulse(["on_track", "", None])) == (
        '<span class="pulse" role="img" aria-label="Last 3 check-ins: on track, no update, no update">'
        '<svg class="i t-ok" aria-hidden="true"><use href="icons.svg#g-track"/></svg>'
        '<svg class="i t-plain" aria-hidden="true"><use href="icons.svg#g-none"/></svg>'
        '<svg class="i t-plain" aria-hidden="true"><use href="icons.svg#g-none"/></svg></span>'
    )


def test_pulse_shows_the_last_six() -> None:
    drawn = charts.pulse(["off_track", *["on_track"] * 6])

    assert (drawn.count("<svg"), "need to adjust" in drawn) == (6, False)


def test_a_pulse_of_nothing_is_nothing() -> None:
    assert charts.pulse([]) == ""


def test_share_bar() -> None:
    assert charts.share_bar([Share(3, "kept"), Share(0, "adjusted_early"), Share(1, "lapsed")]) == (
        '<svg class="sharebar" aria-hidden="true">'
        '<svg x="0%" width="75%"><rect class="t-ok" width="100%" height="100%"/></svg>'
        '<svg x="75%" width="25%"><rect class="t-drift" width="100%" height="100%"/>'
        '<rect class="seam" width="1.5" height="100%"/></svg></svg>'
    )


def test_share_bar_of_a_total_leaves_the_rest_as_ground() -> None:
    assert charts.share_bar([Share(83, "kept")], 100) == (
        '<svg class="sharebar sharebar-thin" aria-hidden="true"><rect class="rest" width="100%" height="100%"/>'
        '<svg x="0%" width="83%"><rect class="t-ok" width="100%" height="100%"/></svg></svg>'
    )


def trend_of(second: float | None) -> Trend:
    points = (TrendPoint(date(2026, 3, 2), 70, second), TrendPoint(date(2026, 3, 9), 80, second))
    return Trend(points, "kept", "in time", band_low=80, band_high=90, low=60, step=20)


def test_trend() -> None:
    assert charts.trend(trend_of(90)) == (
        '<div class="trend t-series" aria-hidden="true"><div class="trend-y"><svg>'
        '<text x="0" y="0%" dy=".34em">100%</text><text x="0" y="50%" dy=".34em">80%</text>'
        '<text x="0" y="100%" dy=".34em">60%</text></svg></div>'
        f'<div class="trend-plot">{OPEN}<rect class="band" y="25" width="100" height="25"/>'
        '<path class="grid" d="M0 0L100 0"/><path class="grid" d="M0 50L100 50"/>'
        '<path class="grid" d="M0 100L100 100"/><path class="second" d="M0 25L100 25"/>'
        '<path class="line" d="M0 75L100 50"/><path class="halo" d="M100 50h0"/><path class="end" d="M100 50h0"/>'
        '</svg></div><div class="trend-end"><svg>'
        '<text x="14" y="50%" dy=".34em"><tspan class="strong">80%</tspan> kept</text>'
        '<text x="14" y="25%" dy=".34em"><tspan class="strong">90%</tspan> in time</text></svg></div>'
        '<div class="trend-x"><svg><text x="0%" y="50%" dy=".5em" text-anchor="start">2 Mar</text>'
        '<text x="50%" y="50%" dy=".5em" text-anchor="middle">9 Mar</text>'
        '<text x="100%" y="50%" dy=".5em" text-anchor="end">9 Mar</text></svg></div></div>'
    )


def test_trend_without_a_comparison_names_one_line() -> None:
    drawn = charts.trend(trend_of(None))

    assert (drawn.count("tspan class"), "in time" in drawn) == (1, False)


def test_a_trend_of_nothing_still_has_its_grid() -> None:
    drawn = charts.trend(Trend((), "kept"))

    assert ("trend-end" in drawn, 'class="line"' in drawn) == (True, False)
