from datetime import date

import pytest

from agreements.domain.concerns import is_aged
from teams.domain.calendar import WorkingCalendar

MONDAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("raised_on", "today", "aged"),
    [
        (MONDAY, MONDAY, False),
        (MONDAY, date(2027, 3, 8), False),  # the fifth working day after it
        (MONDAY, date(2027, 3, 9), True),
        (date(2027, 3, 5), date(2027, 3, 12), False),
        (date(2027, 3, 5), date(2027, 3, 13), True),
        (date(2027, 3, 6), date(2027, 3, 12), False),  # a Saturday
        (date(2027, 3, 6), date(2027, 3, 13), True),
    ],
)
def test_it_waits_five_working_days(raised_on: date, today: date, aged: bool) -> None:
    assert is_aged(raised_on, today=today, calendar=WorkingCalendar()) is aged


def test_holidays_are_no_days_of_waiting() -> None:
    calendar = WorkingCalendar(holidays=frozenset({date(2027, 3, 3)}))
    assert not is_aged(MONDAY, today=date(2027, 3, 9), calendar=calendar)
