from datetime import date

import pytest

from teams.reports.calendar import working_calendar
from tests.factories import HolidayFactory


@pytest.mark.django_db
def test_a_stored_holiday_is_no_working_day() -> None:
    HolidayFactory.create(on=date(2027, 3, 26))
    calendar = working_calendar()
    assert not calendar.is_working(date(2027, 3, 26))


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "is_working"), [(date(2027, 3, 19), True), (date(2027, 3, 20), False)])
def test_the_week_runs_from_monday_to_friday(day: date, is_working: bool) -> None:
    assert working_calendar().is_working(day) is is_working
