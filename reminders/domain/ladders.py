"""Who hears of a flag after whom: its owner, both sides, who signs for them, executives. One step at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from teams.domain.calendar import WorkingCalendar

GRACE = 5  # working days of silence after one step before the next


class Step(IntEnum):
    """The steps in their order. After the last one nobody more is told; the flag stays."""

    OWNER = 1
    SIDES = 2
    SIGNERS = 3
    EXECUTIVES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What became of one flag so far; dates are those of its agreement's zone.

    `told`: the day on which each step was first told. `heard_on`: the last check-in, change asked for, decision or
    topic about its subject. `snoozed_until` is inclusive.
    """

    shown_on: date
    is_strong: bool
    is_closed: bool = False
    is_acknowledged: bool = False
    snoozed_until: date | None = None
    heard_on: date | None = None
    told: Mapping[Step, date] = field(default_factory=dict)


def reached_step(course: Course, *, today: date, calendar: WorkingCalendar) -> Step | None:
    """Return the step that the flag has reached by `today`, never past the one after the last that was told.

    A closed flag has none. While somebody has seen it or put it off, and for five working days after each step and
    after each word about it, it stays where it is; a weak one never comes to executives.
    """
    if course.is_closed:
        return None
    last = max(course.told, default=Step.OWNER)
    if last is Step.OWNER:
        return Step.OWNER if today < course.shown_on else Step.SIDES
    return Step(last + 1) if _may_go_on(course, last, today, calendar) else last


def _may_go_on(course: Course, last: Step, today: date, calendar: WorkingCalendar) -> bool:
    if course.is_acknowledged or last >= (Step.EXECUTIVES if course.is_strong else Step.SIGNERS):
        return False
    moments = (course.told[last], course.heard_on, course.snoozed_until)
    quiet_since = max(day for day in moments if day is not None)
    return calendar.working_days_between(after=quiet_since, until=today) >= GRACE
