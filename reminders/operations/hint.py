"""Hands the numbers of what is due to workers. A hint is only a hint: the claim decides who sends."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from reminders.domain.bundles import LEFT_BEHIND
from reminders.domain.channels import Channel
from reminders.domain.deliveries import HINT_AGAIN_AFTER
from reminders.domain.kinds import MANNERS
from reminders.models import Delivery
from reminders.models.deliveries import DeliveryQuerySet
from reminders.operations.fence import is_closed
from reminders.reports.mornings import in_quiet_hours, mornings_to_plan
from reminders.reports.short_notice import short_notice

MOST_OUTSTANDING = 5000  # more would only lengthen the broker's queue, with what is urgent at its end
AT_ANY_HOUR = [kind for kind, manner in MANNERS.items() if manner.at_any_hour]


@transaction.atomic
def hint(*, at: datetime, real_at: datetime) -> list[int]:
    """Choose deliveries for the workers, those waiting longest first, and note that they were hinted at."""
    fresh = Q(hinted_at__gt=real_at - HINT_AGAIN_AFTER)
    outstanding = Delivery.objects.queued().filter(fresh, channel=Channel.EMAIL).count()
    rows = to_send(at=at).filter(~fresh | Q(hinted_at=None)).order_by("due_at", "pk")
    room = max(0, MOST_OUTSTANDING - outstanding)
    ids = list(rows.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:room])
    Delivery.objects.filter(pk__in=ids).update(hinted_at=real_at)
    return ids


def to_send(*, at: datetime) -> DeliveryQuerySet:
    """What may be sent at ``at``: quiet hours hold, and nothing overtakes the morning mail it may be part of."""
    if is_closed():
        return Delivery.objects.none()
    quiet = Q(recipient__in=in_quiet_hours(at=at)) & ~Q(pk__in=short_notice(at=at))
    held = quiet | Q(recipient__in=mornings_to_plan(at=at).values("person")) | _joins_a_morning(at)
    due = Delivery.objects.queued().filter(channel=Channel.EMAIL, due_at__lte=at, expires_at__gt=at)
    return due.exclude(next_attempt_at__gt=at).exclude(held & ~Q(kind__in=AT_ANY_HOUR))


def _joins_a_morning(at: datetime) -> Q:
    """What was left behind goes with a morning mail that is less than an hour away, unless it may have left."""
    soon = at + LEFT_BEHIND
    mornings = mornings_to_plan(at=soon).values("person")
    return Q(due_at__lt=at - LEFT_BEHIND, expires_at__gt=soon, handovers=0, recipient__in=mornings)
