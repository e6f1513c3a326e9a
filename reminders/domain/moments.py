"""When a person is told of dates and syncs: in which of their mornings a step is reached."""

from datetime import date, timedelta

from teams.domain.calendar import ONE_DAY, WorkingCalendar

DAYS_BEFORE = (0, 2, 7)  # the steps of the ladder before a due date, the newest first
ANSWER_DAYS_BEFORE = (0, 2)  # working days before the last day for answers, the newest step first
SYNC_SOON_BEFORE = timedelta(minutes=30)
SYNC_SOON_LIFE = timedelta(minutes=10)
SYNC_NOTES_LIFE = timedelta(days=7)
FLAG_LIFE = timedelta(days=7)
IN_FORCE_LIFE = timedelta(days=7)
PAST_DATE_LIFE = timedelta(days=7)
ASK_LIFE = timedelta(days=7)  # of what asks for a decision, and of an ask that comes after its window


def working_day_before(day: date, *, calendar: WorkingCalendar) -> date:
    """Return the last working day before `day`."""
    return calendar.add_working_days(day, -1)


def reached_step(due_on: date, *, today: date, calendar: WorkingCalendar) -> int | None:
    """Return the newest step reached by `today`: 0, 2 or 7 days before `due_on`, or None.

    A step that falls on a day off is reached on the working day before it; the due date itself on any day.
    `calendar` is the person's own. After the due date there is no step.
    """
    if today > due_on:
        return None
    for days in DAYS_BEFORE:
        told_on = due_on - days * ONE_DAY
        if days and not calendar.is_working(told_on):
            told_on = working_day_before(told_on, calendar=calendar)
        if told_on <= today:
            return days
    return None


def is_sync_announced(sync_on: date, *, today: date, calendar: WorkingCalendar) -> bool:
    """Tell whether `today` is the person's last working day before a sync on `sync_on`."""
    return today < sync_on and working_day_before(sync_on, calendar=calendar) <= today


def begins_week(today: date, *, calendar: WorkingCalendar) -> bool:
    """Tell whether `today` is the first working day of the person's week, which begins on Monday."""
    return calendar.is_working(today) and working_day_before(today, calendar=calendar) < monday_of(today)


def begins_fortnight(today: date, *, calendar: WorkingCalendar) -> bool:
    """Tell whether it is also one of every second week, counted without regard to years."""
    return begins_week(today, calendar=calendar) and monday_of(today).toordinal() // 7 % 2 == 0


def monday_of(day: date) -> date:
    """Return the Monday on or before `day`."""
    return day - day.weekday() * ONE_DAY


def reached_answer_step(answer_by: date, *, asked_on: date, today: date, calendar: WorkingCalendar) -> int | None:
    """Return the newest step reached by `today`: 0 on the last day for answers, 2 working days before, or None.

    `calendar` is the person's own; a last day off is told on the working day before. A step that came no later than
    the ask itself, of `asked_on`, is none: it was told then. After `answer_by` there is no step.
    """
    if today > answer_by:
        return None
    for days in ANSWER_DAYS_BEFORE:
        told_on = calendar.add_working_days(answer_by + ONE_DAY, -days - 1)
        if told_on <= today:
            return days if told_on > asked_on else None
    return None
