from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from agreements.domain.metric_plots import (
    MetricPlot,
    forecast_points,
    levels,
    metric_points,
    metric_scale,
    spaced,
    target_points,
)
from agreements.domain.metrics import Reading
from agreements.domain.plots import Point, Scale

START = date(2027, 3, 1)
PERCENT = Scale(0, 100, top=0, bottom=100)  # values lie at 100 minus themselves


def day(n: int) -> date:
    return START + timedelta(days=n)


def plot(*pairs: tuple[int, int], until: int = 100, **parts: Any) -> MetricPlot:
    readings = tuple(Reading(day(n), Decimal(value)) for n, value in pairs)
    return MetricPlot(readings, START, day(until), "inside", **parts)


def test_a_band_open_below_shows_zero() -> None:
    assert metric_scale(plot((0, 3), target=4, band_high=4)).low <= 0


def test_readings_lie_on_their_days() -> None:
    assert metric_points(plot((0, 10), (25, 60)), PERCENT) == (Point(0, 90), Point(25, 40))


@pytest.mark.parametrize(
    ("parts", "points"),
    [
        ({"target": 80}, [(0, 20), (100, 20)]),
        ({"target": 80, "baseline": 30}, [(0, 70), (100, 20)]),
        (
            {"target": 80, "baseline": 30, "line_from": day(10), "line_to": day(60)},
            [(0, 70), (10, 70), (60, 20), (100, 20)],
        ),
        ({"target": 80, "line_from": day(10), "line_to": day(60)}, [(0, 20), (100, 20)]),
        ({}, []),
    ],
    ids=["level", "from edge to edge", "level outside its days", "a level has no days", "no target"],
)
def test_the_line_leads_from_the_baseline_to_the_target(
    parts: dict[str, Any], points: list[tuple[float, float]]
) -> None:
    assert target_points(plot((0, 10), **parts), PERCENT) == tuple(Point(*point) for point in points)


def test_a_forecast_leads_from_the_latest_reading_to_its_interval() -> None:
    foreseen = plot((0, 10), (20, 20), line_to=day(80), forecast=50, forecast_low=40, forecast_high=70)

    assert forecast_points(foreseen, PERCENT) == (Point(20, 80), Point(80, 50), Point(80, 30), Point(80, 60))


@pytest.mark.parametrize("nothing", [plot((0, 10)), plot(forecast=50), plot((80, 10), forecast=50, line_to=day(80))])
def test_nothing_is_foreseen_without_readings_or_once_its_day_is_read(nothing: MetricPlot) -> None:
    assert forecast_points(nothing, PERCENT) == ()


def test_an_uncertain_forecast_does_not_press_the_rest_flat() -> None:
    scale = metric_scale(plot((0, 0), (20, 100), forecast=50, forecast_low=-10_000, forecast_high=10_000))

    assert (scale.low, scale.high) == (-66, 166)


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0, 100, (100, 80, 60, 40, 20, 0)),
        (118, 532, (500, 400, 300, 200)),
        (2.5, 4.1, (4, 3.5, 3, 2.5)),
        (-0.02, 0.31, (0.3, 0.2, 0.1, 0)),
        (-66, 166, (150, 100, 50, 0, -50)),
    ],
)
def test_gridlines_stand_on_round_values(low: float, high: float, found: tuple[float, ...]) -> None:
    assert levels(Scale(low, high)) == found


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ([], ()),
        ([50], (50,)),
        ([20, 80], (20, 80)),
        ([50, 52], (50, 59)),
        ([52, 50], (59, 50)),
        ([98, 97, 10], (100, 91, 10)),
    ],
)
def test_labels_on_one_edge_are_pushed_apart(places: list[float], found: tuple[float, ...]) -> None:
    assert spaced(places) == found
