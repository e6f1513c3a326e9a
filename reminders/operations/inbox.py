"""Marks what a person was told as read."""

from datetime import datetime

from reminders.models import Reminder
from teams.models import Person


def mark_read(*, actor: Person, at: datetime, reminders: list[int] | None = None) -> int:
    """Mark the unread ones among ``reminders``, or all when None, as read by ``actor``, whose they are; how many."""
    rows = Reminder.objects.of(actor).unread()
    if reminders is not None:
        rows = rows.filter(pk__in=reminders)
    return rows.update(read_at=at)
