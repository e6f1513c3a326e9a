from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.forecasts import Forecast, forecast, slope_rank
from agreements.domain.metrics import Reading

START = date(2027, 1, 1)
values = st.decimals(Decimal(-1_000_000), Decimal(1_000_000), places=4)
courses = st.lists(values, min_size=4, max_size=20)
ahead = st.integers(-50, 200)


def day(n: int) -> date:
    return START + timedelta(days=n)


def readings(*pairs: tuple[int, str]) -> list[Reading]:
    return [Reading(on=day(n), value=Decimal(value)) for n, value in pairs]


def daily(heights: list[Decimal]) -> list[Reading]:
    return [Reading(on=day(n), value=height) for n, height in enumerate(heights)]


def foreseen(found: list[Reading], n: int) -> Forecast:
    result = forecast(found, on=day(n))
    assert result is not None
    return result


# The value


def test_three_readings_are_too_few_to_forecast() -> None:
    assert forecast(readings((0, "1"), (1, "2"), (2, "3")), on=day(10)) is None


def test_four_readings_on_a_line_go_on_along_it() -> None:
    assert foreseen(readings((0, "1"), (7, "2"), (14, "3"), (21, "4")), 70).value == Decimal(11)


def test_thirds_of_a_unit_reach_a_target_exactly() -> None:
    assert foreseen(readings((0, "0"), (3, "1"), (6, "2"), (9, "3")), 10).value == Decimal("3.333333")


def test_one_wild_reading_does_not_bend_the_line() -> None:
    tame = readings((0, "10"), (1, "11"), (2, "12"), (3, "900"), (4, "14"), (5, "15"), (6, "16"))

    assert foreseen(tame, 10).value == Decimal(20)


def test_the_order_of_readings_does_not_matter() -> None:
    assert foreseen(readings((21, "4"), (0, "1"), (14, "3"), (7, "2")), 28).value == Decimal(5)


def test_readings_of_one_day_count_once() -> None:
    assert forecast(readings((0, "1"), (0, "2"), (1, "3"), (2, "4")), on=day(10)) is None


def test_only_the_latest_sixty_readings_count() -> None:
    old = [(n, "0") for n in range(60)]
    new = [(60 + n, str(n)) for n in range(60)]

    assert foreseen(readings(*old, *new), 130) == Forecast(Decimal(70), Decimal(70), Decimal(70))


@given(slope=st.decimals(-100, 100, places=2), height=values, n=st.integers(0, 1000))
def test_a_straight_line_goes_on_without_doubt(slope: Decimal, height: Decimal, n: int) -> None:
    straight = [Reading(on=day(m), value=height + slope * m) for m in (0, 2, 3, 7, 12)]
    expected = height + slope * n

    assert foreseen(straight, n) == Forecast(expected, expected, expected)


# The interval


def test_the_interval_of_four_readings_spans_every_slope_and_every_reading() -> None:
    """Slopes run from -1 to 3 a day: at -1 the lowest reading comes to -10 on day 10, at 3 the highest to 30."""
    found = foreseen(readings((0, "0"), (1, "3"), (2, "2"), (3, "3")), 10)

    assert found == Forecast(value=Decimal(10), low=Decimal(-10), high=Decimal(30))


@pytest.mark.parametrize(
    ("count", "rank"),
    [(4, 0), (5, 1), (6, 3), (7, 5), (8, 8), (9, 11), (10, 14), (20, 74), (60, 783)],
)
def test_the_slope_is_as_sure_as_the_ranks_of_kendall_say(count: int, rank: int) -> None:
    assert slope_rank(count) == rank


def test_what_lies_in_between_is_rounded_outwards() -> None:
    found = foreseen(readings((0, "0"), (3, "1"), (6, "2"), (9, "3")), 10)

    assert (found.low, found.high) == (Decimal("3.333333"), Decimal("3.333334"))


def test_one_wild_reading_among_many_does_not_widen_it() -> None:
    steady = [(n, str(n % 3)) for n in range(30)]
    wild = [*steady[:15], (15, "900"), *steady[16:]]

    assert foreseen(readings(*wild), 40).high < 10


@given(courses, ahead)
def test_the_value_lies_within_its_interval(heights: list[Decimal], n: int) -> None:
    found = foreseen(daily(heights), n)

    assert found.low <= found.value <= found.high


@given(courses, ahead)
def test_a_forecast_rises_and_falls_with_its_readings(heights: list[Decimal], n: int) -> None:
    before = foreseen(daily(heights), n)
    raised = foreseen(daily([height + 7 for height in heights]), n)

    assert raised == Forecast(before.value + 7, before.low + 7, before.high + 7)


@given(courses, ahead)
def test_a_forecast_turned_upside_down_is_the_same(heights: list[Decimal], n: int) -> None:
    before = foreseen(daily(heights), n)
    turned = foreseen(daily([-height for height in heights]), n)

    assert (turned.value, turned.low, turned.high) == (-before.value, -before.high, -before.low)


@given(courses, st.integers(20, 100), st.integers(0, 100))
def test_what_lies_further_ahead_is_less_certain(heights: list[Decimal], n: int, further: int) -> None:
    near, far = foreseen(daily(heights), n), foreseen(daily(heights), n + further)

    assert far.high - far.low >= near.high - near.low - Decimal("0.000002")  # each end is rounded outwards


@pytest.mark.parametrize("count", [4, 8, 12, 30])
def test_at_least_four_of_five_readings_come_to_lie_in_it(count: int) -> None:
    random = Random(count)
    inside = 0
    for _ in range(100):
        slope = random.uniform(-3, 3)
        course = daily([Decimal(round(slope * n + random.gauss(0, 10), 4)) for n in range(2 * count)])
        found = foreseen(course[:count], 2 * count - 1)
        inside += found.low <= course[-1].value <= found.high

    assert inside >= 80
