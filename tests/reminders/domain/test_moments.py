from datetime import date

import pytest

from reminders.domain.moments import (
    begins_fortnight,
    begins_week,
    is_sync_announced,
    reached_answer_step,
    reached_step,
    working_day_before,
)
from teams.domain.calendar import WorkingCalendar

CALENDAR = WorkingCalendar(holidays=frozenset({date(2027, 3, 26)}))


@pytest.mark.parametrize(
    ("due_on", "today", "step"),
    [
        (date(2027, 3, 18), date(2027, 3, 10), None),
        (date(2027, 3, 18), date(2027, 3, 11), 7),
        (date(2027, 3, 18), date(2027, 3, 15), 7),
        (date(2027, 3, 18), date(2027, 3, 16), 2),
        (date(2027, 3, 18), date(2027, 3, 17), 2),
        (date(2027, 3, 18), date(2027, 3, 18), 0),
        (date(2027, 3, 18), date(2027, 3, 19), None),
        # Two days before Monday the 15th is a Saturday: told on Friday.
        (date(2027, 3, 15), date(2027, 3, 11), 7),
        (date(2027, 3, 15), date(2027, 3, 12), 2),
        # A due date on a Sunday is told on that day, not before.
        (date(2027, 3, 14), date(2027, 3, 13), 2),
        (date(2027, 3, 14), date(2027, 3, 14), 0),
        # Two days before the 28th is a holiday: told on the Thursday before it.
        (date(2027, 3, 28), date(2027, 3, 25), 2),
    ],
)
def test_the_newest_step_of_the_ladder(due_on: date, today: date, step: int | None) -> None:
    assert reached_step(due_on, today=today, calendar=CALENDAR) == step


@pytest.mark.parametrize(
    ("answer_by", "today", "step"),
    [
        (date(2027, 3, 11), date(2027, 3, 8), None),
        (date(2027, 3, 11), date(2027, 3, 9), 2),
        (date(2027, 3, 11), date(2027, 3, 10), 2),
        (date(2027, 3, 11), date(2027, 3, 11), 0),
        (date(2027, 3, 11), date(2027, 3, 12), None),
        # Two working days before Monday the 15th is Thursday.
        (date(2027, 3, 15), date(2027, 3, 10), None),
        (date(2027, 3, 15), date(2027, 3, 11), 2),
        # A last day on a Sunday is told on Friday, two working days before it on Wednesday.
        (date(2027, 3, 14), date(2027, 3, 10), 2),
        (date(2027, 3, 14), date(2027, 3, 12), 0),
        # The 26th is a holiday.
        (date(2027, 3, 26), date(2027, 3, 25), 0),
    ],
)
def test_the_steps_before_the_last_day_for_answers(answer_by: date, today: date, step: int | None) -> None:
    assert reached_answer_step(answer_by, asked_on=date(2027, 3, 1), today=today, calendar=CALENDAR) == step


@pytest.mark.parametrize(
    ("asked_on", "today", "step"),
    [
        (date(2027, 3, 8), date(2027, 3, 9), 2),
        (date(2027, 3, 9), date(2027, 3, 10), None),
        (date(2027, 3, 10), date(2027, 3, 11), 0),
        (date(2027, 3, 11), date(2027, 3, 11), None),
    ],
)
def test_a_step_no_later_than_the_ask_is_none(asked_on: date, today: date, step: int | None) -> None:
    found = reached_answer_step(date(2027, 3, 11), asked_on=asked_on, today=today, calendar=CALENDAR)
    assert found == step


def test_the_working_day_before_a_monday_is_a_friday() -> None:
    assert working_day_before(date(2027, 3, 15), calendar=CALENDAR) == date(2027, 3, 12)


@pytest.mark.parametrize(
    ("sync_on", "today", "announced"),
    [
        (date(2027, 3, 16), date(2027, 3, 15), True),
        (date(2027, 3, 16), date(2027, 3, 12), False),
        (date(2027, 3, 16), date(2027, 3, 16), False),
        (date(2027, 3, 15), date(2027, 3, 12), True),
        (date(2027, 3, 29), date(2027, 3, 25), True),
    ],
)
def test_a_sync_is_announced_on_the_last_working_day_before(sync_on: date, today: date, announced: bool) -> None:
    assert is_sync_announced(sync_on, today=today, calendar=CALENDAR) is announced


@pytest.mark.parametrize(
    ("today", "is_first"),
    [
        (date(2027, 3, 7), False),
        (date(2027, 3, 8), True),
        (date(2027, 3, 9), False),
        (date(2027, 3, 13), False),
        # Monday the 29th is a holiday: the week begins on Tuesday.
        (date(2027, 3, 29), False),
        (date(2027, 3, 30), True),
    ],
)
def test_the_first_working_day_of_a_week(today: date, is_first: bool) -> None:
    calendar = WorkingCalendar(holidays=frozenset({date(2027, 3, 29)}))

    assert begins_week(today, calendar=calendar) == is_first


def test_every_second_week_also_over_the_end_of_a_year_with_53_weeks() -> None:
    mondays = [date(2026, 12, 14), date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]

    assert [begins_fortnight(day, calendar=CALENDAR) for day in mondays] == [False, True, False, True, False]
