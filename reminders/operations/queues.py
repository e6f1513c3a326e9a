"""What waits to leave, by channel: how much, and since when. Reads only."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from reminders.domain.channels import POSTED, Channel
from reminders.domain.deliveries import IN_FLIGHT, IN_TROUBLE, DeliveryState
from reminders.models import Delivery
from reminders.operations.hint import to_send
from reminders.operations.post_hints import to_post


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """``oldest_due_at`` is that of what may leave now: quiet hours and the fence keep no queue waiting."""

    channel: Channel
    queued: int
    in_flight: int
    did_not_leave: int
    unsure: int
    oldest_due_at: datetime | None


def queues(*, at: datetime) -> tuple[Queue, ...]:
    """One for each channel, at ``at``. Five queries, each of which reads only what is not over."""
    counts, oldest = _counts(), _oldest(at)
    return tuple(
        Queue(
            channel=channel,
            queued=counts[channel, DeliveryState.QUEUED],
            in_flight=sum(counts[channel, state] for state in IN_FLIGHT),
            did_not_leave=counts[channel, DeliveryState.FAILED],
            unsure=counts[channel, DeliveryState.UNCERTAIN],
            oldest_due_at=oldest.get(channel),
        )
        for channel in Channel
    )


def _counts() -> Counter[tuple[str, str]]:
    """Written as the conditions of three small indexes, so that what ended long ago is not read."""
    unsettled = Q(state=DeliveryState.QUEUED) | Q(state__in=IN_FLIGHT) | Q(state__in=IN_TROUBLE)
    rows = Delivery.objects.filter(unsettled).values_list("channel", "state").annotate(Count("pk")).order_by()
    return Counter({(channel, state): count for channel, state, count in rows})


def _oldest(at: datetime) -> dict[str, datetime | None]:
    posts = to_post(at=at).filter(channel__in=POSTED).values_list("channel").annotate(Min("due_at")).order_by()
    mail = to_send(at=at).aggregate(oldest=Min("due_at"))["oldest"]
    return {Channel.EMAIL: mail, **dict(posts)}
