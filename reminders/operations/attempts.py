"""One attempt at some deliveries: claimed under one lease, handed over, ended; each step one statement for them all.

At every step a row is written only by who holds its lease: a worker that comes back late changes nothing.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import random

from django.db import connection, transaction
from django.db.models import F, QuerySet

from reminders.domain.channels import Channel
from reminders.domain.deliveries import (
    ARRIVED,
    LEASE,
    DeliveryState,
    Ending,
    Next,
    after_ambiguity,
    after_refusal,
)
from reminders.models import Attempt, Delivery
from reminders.models.deliveries import DeliveryQuerySet
from reminders.operations.fence import is_closed

BEGIN = """
INSERT INTO reminders_attempt (delivery_id, number, lease, started_at, ending, reason)
SELECT id, attempts, lease, %s, '', '' FROM reminders_delivery WHERE id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, twice: on the organisation's clock (``at``) and on the machine's (``real_at``), which leases live by."""

    at: datetime
    real_at: datetime


@transaction.atomic
def claim(*, ids: Collection[int], channels: Collection[Channel], now: Moment) -> list[Delivery]:
    """Take one lease on those of ``ids`` that are due and nobody has, each with its address; none is an answer."""
    if is_closed():
        return []
    lease = uuid.uuid4()
    due = Delivery.objects.queued().filter(pk__in=ids, channel__in=channels, due_at__lte=now.at, expires_at__gt=now.at)
    free = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=free).update(
        state=DeliveryState.CLAIMED, lease=lease, leased_until=now.real_at + LEASE, attempts=F("attempts") + 1
    )
    rows = list(Delivery.objects.filter(pk__in=free).select_related("recipient", "endpoint").order_by("due_at", "pk"))
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, [now.real_at, free])
    return rows


@transaction.atomic
def hand_over(rows: Sequence[Delivery], *, now: Moment) -> list[Delivery]:
    """Commit that the messages of ``rows`` may leave from here on; those of them whose lease was not lost."""
    count = (
        _held(rows)
        .filter(state=DeliveryState.CLAIMED)
        .update(state=DeliveryState.HANDED_OVER, handovers=F("handovers") + 1)
    )
    _tries(rows).update(handed_over_at=now.real_at)
    ours = rows if count == len(rows) else _still(rows)
    for row in ours:
        row.state, row.handovers = DeliveryState.HANDED_OVER, row.handovers + 1
    return list(ours)


def refuse(rows: Sequence[Delivery], *, reason: str, now: Moment) -> None:
    """Their messages have definitely not left: they wait longer after each refusal, five end it."""
    by_attempts: dict[int, list[Delivery]] = defaultdict(list)
    for row in rows:
        by_attempts[row.attempts - row.attempts_before].append(row)
    for attempts, group in by_attempts.items():
        follows = after_refusal(attempts=attempts, chance=random())  # noqa: S311 - jitter is no secret
        end(group, ending=Ending.REFUSED, follows=follows, reason=reason, now=now)


def doubt(rows: Sequence[Delivery], *, reason: str, now: Moment) -> None:
    """Nobody knows whether their messages left: one more copy, then uncertain for good."""
    by_handovers: dict[int, list[Delivery]] = defaultdict(list)
    for row in rows:
        by_handovers[row.handovers].append(row)
    for handovers, group in by_handovers.items():
        end(group, ending=Ending.UNCERTAIN, follows=after_ambiguity(handovers=handovers), reason=reason, now=now)


@transaction.atomic
def end(rows: Sequence[Delivery], *, ending: Ending, follows: Next, now: Moment, reason: str = "") -> int:
    """Write how this attempt at ``rows`` ended and what follows; of how many of them the lease was still ours."""
    waits = follows.state == DeliveryState.QUEUED
    written = _held(rows).update(
        state=follows.state,
        reason=reason,
        next_attempt_at=now.at + follows.wait if waits else None,
        sent_at=now.at if follows.state in ARRIVED else None,
        lease=None,
        leased_until=None,
        hinted_at=None,
    )
    _tries(rows).update(ending=ending, reason=reason, ended_at=now.real_at)
    return written


def _still(rows: Sequence[Delivery]) -> list[Delivery]:
    kept = set(_held(rows).values_list("pk", flat=True))
    return [row for row in rows if row.pk in kept]


def _held(rows: Sequence[Delivery]) -> DeliveryQuerySet:
    """The rows, as long as the lease under which they were claimed together is still the one."""
    return Delivery.objects.filter(pk__in=[row.pk for row in rows], lease__in={row.lease for row in rows})


def _tries(rows: Sequence[Delivery]) -> QuerySet[Attempt]:
    """The attempts under way; none once a sweep has ended them."""
    return Attempt.objects.filter(delivery__in=rows, lease__in={row.lease for row in rows}, ended_at=None)
