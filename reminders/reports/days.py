"""How much was told within the last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from reminders.models import Delivery, Reminder

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LastDay:
    """What became due within 24 hours: messages by channel and state, and things that people were told."""

    deliveries: Mapping[tuple[str, str], int]
    reminders: int


def last_day(*, at: datetime) -> LastDay:
    """Count until ``at``. Two queries, which read the rows of that day and no others."""
    due = {"due_at__gt": at - DAY, "due_at__lte": at}
    rows = Delivery.objects.filter(**due).values_list("channel", "state").annotate(Count("pk")).order_by()
    deliveries = {(channel, state): count for channel, state, count in rows}
    return LastDay(deliveries, Reminder.objects.filter(**due).count())
