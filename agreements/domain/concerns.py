"""Concerns: said early, about the work or about how we work; one that waits comes to the table by itself."""

from datetime import date
from enum import StrEnum

from teams.domain.calendar import WorkingCalendar

AGENDA_AFTER = 5  # working days unanswered
ESCALATION_AFTER = 2  # syncs that passed while it stood on their agenda


class About(StrEnum):
    """What a concern is about."""

    WORK = "work"
    WAY_OF_WORKING = "way_of_working"


def is_aged(raised_on: date, *, today: date, calendar: WorkingCalendar) -> bool:
    """Tell whether a concern raised on a local day has waited for more than five working days."""
    return today > calendar.add_working_days(raised_on, AGENDA_AFTER)
