"""What the machinery did about flags: when it last looked, and whom it told of one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from reminders.domain.kinds import Kind
from reminders.models import JobRun, Reminder
from teams.domain.language import say

JOB = "sweep_drift"
STALE_AFTER = timedelta(minutes=30)  # it looks every five
NO_TIME, ONE_DAY = timedelta(), timedelta(days=1)
KINDS = (Kind.FLAG_OWNER, Kind.FLAG_SHOWN, Kind.FLAG_STILL_OPEN, Kind.FLAG_LEFT_OPEN, Kind.PAST_DATE)


@dataclass(frozen=True, slots=True)
class LastLook:
    """`at` is an instant of the organisation's clock. `ago` is said of one that is `is_stale`: "5 h" or "3 days"."""

    at: datetime
    is_stale: bool
    is_of_another_day: bool
    ago: str


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told of a flag, and when their mail of it was due."""

    name: str
    at: datetime


def last_look(*, real_at: datetime, offset: timedelta = NO_TIME) -> LastLook | None:
    """When the flags were last brought up to date; None when that never happened here.

    ``real_at`` is now on the machine's clock, ``offset`` how far the organisation's is ahead of it.
    """
    finished_at = JobRun.objects.filter(job=JOB).values_list("finished_at", flat=True).first()
    if finished_at is None:
        return None
    age = real_at - finished_at
    return LastLook(finished_at + offset, age >= STALE_AFTER, age >= ONE_DAY, _amount(age))


def told_of(*, flag: int, at: datetime) -> tuple[Told, ...]:
    """Everybody who was told of the flag with this key until ``at``, the first of them first. One query."""
    rows = Reminder.objects.filter(flag=flag, kind__in=KINDS, due_at__lte=at).order_by("due_at", "pk")
    found: dict[int, Told] = {}
    for person, name, due_at in rows.values_list("recipient", "recipient__name", "due_at"):
        found.setdefault(person, Told(name, due_at))
    return tuple(found.values())


def _amount(age: timedelta) -> str:
    if age < timedelta(hours=1):
        return say("{count} min", count=age.seconds // 60)
    hours = int(age.total_seconds() // 3600)
    return say("{count} h", count=hours) if hours < 48 else say("{count} days", count=hours // 24)
