"""Hands the numbers of what is to be posted to workers, a few of each endpoint: a slow one holds up no other."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from reminders.domain.channels import POSTED
from reminders.domain.deliveries import HINT_AGAIN_AFTER
from reminders.domain.kinds import MANNERS
from reminders.models import Delivery
from reminders.models.deliveries import DeliveryQuerySet
from reminders.operations.fence import is_closed
from reminders.reports.mornings import in_quiet_hours

MOST_OUTSTANDING = 500  # each may take a worker 15 seconds
MOST_OF_ONE = 10
AT_ANY_HOUR = [kind for kind, manner in MANNERS.items() if manner.at_any_hour]


@transaction.atomic
def hint_posts(*, at: datetime, real_at: datetime) -> list[int]:
    """Choose deliveries for the workers, those waiting longest first, and note that they were hinted at."""
    fresh = Q(hinted_at__gt=real_at - HINT_AGAIN_AFTER)
    outstanding: Counter[int | None] = Counter(
        Delivery.objects.queued().filter(fresh, channel__in=POSTED).values_list("endpoint", flat=True)
    )
    room = max(0, MOST_OUTSTANDING - outstanding.total())
    rows = to_post(at=at).filter(~fresh | Q(hinted_at=None)).order_by("due_at", "pk")
    waiting = rows.select_for_update(of=("self",), skip_locked=True).values_list("pk", "endpoint")
    ids = list(_few_of_each(waiting[: MOST_OUTSTANDING * MOST_OF_ONE], outstanding))[:room]
    Delivery.objects.filter(pk__in=ids).update(hinted_at=real_at)
    return ids


def _few_of_each(waiting: Iterable[tuple[int, int | None]], outstanding: Counter[int | None]) -> Iterator[int]:
    for pk, endpoint in waiting:
        if outstanding[endpoint] < MOST_OF_ONE:
            outstanding[endpoint] += 1
            yield pk


def to_post(*, at: datetime) -> DeliveryQuerySet:
    """What may be posted at ``at``: quiet hours hold what goes to a person."""
    if is_closed():
        return Delivery.objects.none()
    quiet = Q(endpoint__person__in=in_quiet_hours(at=at)) & ~Q(kind__in=AT_ANY_HOUR)
    due = Delivery.objects.queued().filter(channel__in=POSTED, due_at__lte=at, expires_at__gt=at)
    return due.exclude(next_attempt_at__gt=at).exclude(quiet)
