"""Takes back what a worker that went away still holds, by how far it had come."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from reminders.domain.channels import Channel
from reminders.domain.deliveries import MOST_ATTEMPTS, DeliveryState, Ending, Next
from reminders.domain.promises import after_lost_lease
from reminders.models import Attempt, Delivery
from teams.domain.language import noted

LOST = noted("Its worker went away before handing it over.")
UNCERTAIN = noted("Its worker went away after handing it over; it may have been sent.")


@transaction.atomic
def sweep_leases(*, at: datetime, real_at: datetime) -> int:
    """Queue again, or end, every delivery whose lease ran out before the real instant ``real_at``; how many."""
    held = Delivery.objects.in_flight().filter(leased_until__lt=real_at)
    rows = list(held.select_for_update(skip_locked=True).order_by("pk"))
    by_next: dict[tuple[Next, str], list[Delivery]] = defaultdict(list)
    for row in rows:
        by_next[_next(row), LOST if row.state == DeliveryState.CLAIMED else UNCERTAIN].append(row)
    for (follows, reason), group in by_next.items():
        _give_back(group, follows, reason, at=at, real_at=real_at)
    return len(rows)


def _next(row: Delivery) -> Next:
    """Nothing has left before the hand-over, so it may go at once; one that kills every worker is put aside."""
    if row.state == DeliveryState.HANDED_OVER:
        return after_lost_lease(Channel(row.channel), handovers=row.handovers)
    is_over = row.attempts - row.attempts_before >= MOST_ATTEMPTS and row.channel != Channel.WEBHOOK
    return Next(DeliveryState.FAILED if is_over else DeliveryState.QUEUED)


def _give_back(rows: list[Delivery], follows: Next, reason: str, *, at: datetime, real_at: datetime) -> None:
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=follows.state,
        reason=reason,
        lease=None,
        leased_until=None,
        hinted_at=None,
        next_attempt_at=at + follows.wait,
    )
    Attempt.objects.filter(delivery__in=rows, ended_at=None).update(
        ending=Ending.LOST if reason == LOST else Ending.UNCERTAIN, reason=reason, ended_at=real_at
    )
