"""One attempt at some deliveries: claimed under one lease, handed over, ended; each step one statement for them all.

At every step a row is written only by who holds its lease: a worker that comes back late changes nothing.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import random
from typing import Any

from django.db import connection, transaction

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
from reminders.models import Delivery
from reminders.operations.fence import is_closed
from reminders.reports.among import among

CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM reminders_delivery
    WHERE id = ANY(%(ids)s) AND state = 'queued' AND channel = ANY(%(channels)s)
    AND due_at <= %(at)s AND expires_at > %(at)s
    FOR UPDATE SKIP LOCKED
), claimed AS (
    UPDATE reminders_delivery d
    SET state = 'claimed', lease = %(lease)s, leased_until = %(until)s, attempts = attempts + 1
    FROM due WHERE d.id = due.id RETURNING d.id, d.attempts
)
INSERT INTO reminders_attempt (delivery_id, number, lease, started_at, ending, reason)
SELECT id, attempts, %(lease)s, %(real_at)s, '', '' FROM claimed RETURNING delivery_id
"""
# Written only as long as the lease under which they were claimed together is still the one, and the attempt under
# way: a sweep has ended it where not.
HAND_OVER = """
WITH ours AS (
    UPDATE reminders_delivery SET state = 'handed_over', handovers = handovers + 1
    WHERE id = ANY(%(ids)s) AND lease = ANY(%(leases)s) AND state = 'claimed' RETURNING id
), tried AS (
    UPDATE reminders_attempt SET handed_over_at = %(real_at)s
    WHERE delivery_id = ANY(%(ids)s) AND lease = ANY(%(leases)s) AND ended_at IS NULL
)
SELECT id FROM ours
"""
END = """
WITH ours AS (
    UPDATE reminders_delivery SET state = %(state)s, reason = %(reason)s, next_attempt_at = %(next_at)s,
    sent_at = %(sent_at)s, lease = NULL, leased_until = NULL, hinted_at = NULL
    WHERE id = ANY(%(ids)s) AND lease = ANY(%(leases)s) RETURNING id
), tried AS (
    UPDATE reminders_attempt SET ending = %(ending)s, reason = %(reason)s, ended_at = %(real_at)s
    WHERE delivery_id = ANY(%(ids)s) AND lease = ANY(%(leases)s) AND ended_at IS NULL
)
SELECT id FROM ours
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
    until = now.real_at + LEASE
    free = _written(
        CLAIM,
        ids=list(ids),
        channels=list(channels),
        lease=uuid.uuid4(),
        until=until,
        at=now.at,
        real_at=now.real_at,
    )
    rows = Delivery.objects.filter(pk__in=among(free)).select_related("recipient", "endpoint")
    return list(rows.order_by("due_at", "pk"))


def hand_over(rows: Sequence[Delivery], *, now: Moment) -> list[Delivery]:
    """Commit that the messages of ``rows`` may leave from here on; those of them whose lease was not lost."""
    ours = _written(HAND_OVER, **_held(rows), real_at=now.real_at)
    kept = [row for row in rows if row.pk in ours]
    for row in kept:
        row.state, row.handovers = DeliveryState.HANDED_OVER, row.handovers + 1
    return kept


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


def end(rows: Sequence[Delivery], *, ending: Ending, follows: Next, now: Moment, reason: str = "") -> int:
    """Write how this attempt at ``rows`` ended and what follows; of how many of them the lease was still ours."""
    ours = _written(
        END,
        **_held(rows),
        state=follows.state,
        reason=reason,
        next_at=now.at + follows.wait if follows.state == DeliveryState.QUEUED else None,
        sent_at=now.at if follows.state in ARRIVED else None,
        ending=ending,
        real_at=now.real_at,
    )
    return len(ours)


def _held(rows: Sequence[Delivery]) -> dict[str, Any]:
    """The rows, and the leases under which they were claimed."""
    return {"ids": [row.pk for row in rows], "leases": list({row.lease for row in rows})}


def _written(statement: str, **values: Any) -> set[int]:
    """Run one statement; the numbers of the deliveries it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {number for (number,) in cursor}
