from datetime import date, timedelta

import pytest

from agreements.domain.readback.days import Ends, Period, weekday_from, working_day_before, working_days_after

WEDNESDAY = date(2027, 3, 10)


@pytest.mark.parametrize("start", [WEDNESDAY + timedelta(days=offset) for offset in range(7)])
@pytest.mark.parametrize("count", [1, 2, 5, 6, 9, 15])
def test_working_days_are_counted_from_monday_to_friday(start: date, count: int) -> None:
    day, left = start, count
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    assert working_days_after(start, count) == day


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2027, 3, 16), date(2027, 3, 15)),
        (date(2027, 3, 15), date(2027, 3, 12)),
        (date(2027, 3, 14), date(2027, 3, 12)),
        (date(2027, 3, 13), date(2027, 3, 12)),
    ],
)
def test_the_working_day_before_leaves_out_the_weekend(day: date, before: date) -> None:
    assert working_day_before(day) == before


def test_a_weekday_is_today_at_the_earliest() -> None:
    assert [weekday_from(WEDNESDAY, weekday) for weekday in (2, 3, 1)] == [
        date(2027, 3, 10),
        date(2027, 3, 11),
        date(2027, 3, 16),
    ]


def test_a_range_that_is_written_out_says_its_ends_only() -> None:
    days = date(2027, 3, 10), date(2027, 3, 12), date(2027, 3, 15)
    assert [Period(days[0], days[2]).holds(day) for day in days] == [True, True, True]
    assert [Ends(days[0], days[2]).holds(day) for day in days] == [True, False, True]
