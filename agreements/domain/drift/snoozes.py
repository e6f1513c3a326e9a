"""Snoozing a flag: until when it may rest. It counts all the same; only mails and lists are quiet about it."""

from datetime import date

from teams.domain.calendar import ONE_DAY, WorkingCalendar

LONGEST_SNOOZE_DAYS = 30
WORKING_DAYS_PAST_DUE = 5


def is_snoozed(until: date | None, *, as_of: date) -> bool:
    """Tell whether a flag rests on the local date `as_of`; `until` is inclusive, None means that it never did."""
    return until is not None and as_of <= until


def latest_snooze(today: date, *, due_on: date | None, calendar: WorkingCalendar) -> date:
    """Return the last day, inclusive, until which a flag may be snoozed on the local date `today`.

    Never past the due date of what it stands on; once that has passed, five working days, and 30 days at most.
    """
    longest = today + LONGEST_SNOOZE_DAYS * ONE_DAY
    if due_on is None:
        return longest
    last = due_on if due_on >= today else calendar.add_working_days(today, WORKING_DAYS_PAST_DUE)
    return min(longest, last)
