from datetime import date

import pytest

from reminders.domain.moments import is_sync_announced, reached_step, working_day_before
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
