"""Golden markup: what a rate over time draws changes only on purpose."""

from datetime import date, timedelta

import pytest

from agreements.domain.plots import Trend, TrendPoint
from agreements.templatetags.trend_charts import trend

OPEN = '<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'


def trend_of(second: float | None) -> Trend:
    points = (TrendPoint(date(2026, 3, 2), 70, second), TrendPoint(date(2026, 3, 9), 80, second))
    return Trend(points, "kept", "in time", band_low=80, band_high=90, low=60, step=20)


def test_trend() -> None:
    assert trend(trend_of(90)) == (
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
        '<text x="100%" y="50%" dy=".5em" text-anchor="end">9 Mar</text></svg></div></div>'
    )


def test_trend_without_a_comparison_names_one_line() -> None:
    drawn = trend(trend_of(None))

    assert (drawn.count("tspan class"), "in time" in drawn) == (1, False)


def test_a_trend_of_nothing_still_has_its_grid() -> None:
    drawn = trend(Trend((), "kept"))

    assert ("trend-end" in drawn, 'class="line"' in drawn) == (True, False)


def weeks(*values: float | None) -> Trend:
    points = (TrendPoint(date(2026, 3, 2) + timedelta(weeks=week), value) for week, value in enumerate(values))
    return Trend(tuple(points), "kept", low=0, step=50)


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ((50, 100, None, 0, 50), ['d="M0 50L25 0"', 'd="M75 100L100 50"', 'class="end" d="M100 50h0"']),
        ((50, None, 0, 50), ['class="end" d="M0 50h0"', 'class="end" d="M100 50h0"']),
        ((50, 100, None), ['d="M0 50L50 0"']),
    ],
)
def test_where_there_were_too_few_to_say_the_line_is_open(values: tuple[float | None, ...], drawn: list[str]) -> None:
    found = trend(weeks(*values))

    assert [each for each in drawn if each not in found] == []


def test_a_line_that_does_not_reach_today_has_no_dot_and_no_name() -> None:
    found = trend(weeks(50, 100, None))

    assert ('class="end"' in found, "kept" in found) == (False, False)


def test_values_at_the_ends_are_whole_percent() -> None:
    assert '<tspan class="strong">83%</tspan> kept' in trend(weeks(50, 82.98))


@pytest.mark.parametrize(("count", "labels"), [(1, 1), (2, 2), (4, 2), (5, 3), (13, 3)])
def test_days_are_named_where_they_have_room(count: int, labels: int) -> None:
    assert trend(weeks(*[50.0] * count)).count("text-anchor") == labels
