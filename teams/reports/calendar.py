"""The organisation's own working calendar, as stored."""

from teams.domain.calendar import MONDAY_TO_FRIDAY, WorkingCalendar
from teams.models import Holiday


def working_calendar() -> WorkingCalendar:
    """Monday to Friday less the stored holidays. One query; ask once an operation and pass it on."""
    return WorkingCalendar(weekdays=MONDAY_TO_FRIDAY, holidays=frozenset(Holiday.objects.values_list("on", flat=True)))
