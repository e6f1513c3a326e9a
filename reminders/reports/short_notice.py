"""News that cannot wait for the end of the quiet hours: what it is about will have begun by then."""

from datetime import datetime
from typing import Any

from reminders.domain.kinds import MANNERS
from reminders.models import Delivery
from reminders.reports.mornings import in_quiet_hours, quiet_until

KINDS = [kind for kind, manner in MANNERS.items() if manner.is_short_notice]


def short_notice(*, at: datetime) -> list[int]:
    """Deliveries about syncs, held at ``at``, whose old or new time comes before the reader's quiet hours end."""
    held = Delivery.objects.queued().filter(
        kind__in=KINDS, due_at__lte=at, expires_at__gt=at, recipient__in=in_quiet_hours(at=at)
    )
    links = Delivery.reminders.through.objects.filter(delivery__in=held, reminder__sync__isnull=False)
    rows = links.select_related("delivery__recipient", "reminder__sync")
    return [row.delivery_id for row in rows if _begins_first(row, at)]


def _begins_first(row: Any, at: datetime) -> bool:
    sync, reader = row.reminder.sync, row.delivery.recipient
    ahead = [start for start in (sync.moved_from, sync.starts_at) if start is not None and start > at]
    return min(ahead, default=at) <= quiet_until(reader, at=at)
