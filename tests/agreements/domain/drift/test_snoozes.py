from datetime import date

import pytest

from agreements.domain.drift.snoozes import is_snoozed, latest_snooze
from teams.domain.calendar import WorkingCalendar

MONDAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("due_on", "last"),
    [
        (None, date(2027, 3, 31)),  # 30 days
        (date(2027, 6, 1), date(2027, 3, 31)),
        (date(2027, 3, 15), date(2027, 3, 15)),
        (date(2027, 3, 1), date(2027, 3, 1)),  # due today: until tonight
        (date(2027, 2, 26), date(2027, 3, 8)),  # past: five working days
    ],
)
def test_how_long_a_flag_may_rest(due_on: date | None, last: date) -> None:
    assert latest_snooze(MONDAY, due_on=due_on, calendar=WorkingCalendar()) == last


def test_holidays_are_no_working_days() -> None:
    calendar = WorkingCalendar(holidays=frozenset({date(2027, 3, 3)}))
    assert latest_snooze(MONDAY, due_on=date(2027, 2, 26), calendar=calendar) == date(2027, 3, 9)


@pytest.mark.parametrize(
    ("until", "rests"), [(None, False), (date(2027, 2, 28), False), (MONDAY, True), (date(2027, 3, 2), True)]
)
def test_its_last_day_is_part_of_it(until: date | None, rests: bool) -> None:
    assert is_snoozed(until, as_of=MONDAY) is rests
