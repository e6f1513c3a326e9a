"""Claims deliveries, takes a last look, sends them with no transaction open, and marks what happened.

At every step the row is written only by who holds its lease: a worker that comes back late changes nothing.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import random

from django.db import transaction
from django.db.models import F, QuerySet

from reminders import failpoints
from reminders.channels.email import AmbiguousError, Letter, Mailer, RefusedError
from reminders.domain.deliveries import LEASE, DeliveryState, Ending, after_ambiguity, after_refusal
from reminders.models import Attempt, Delivery
from reminders.models.deliveries import DeliveryQuerySet
from reminders.operations.letters import compose
from reminders.reports.sections import Gone

AT_A_TIME = 10  # under one lease: a worker that dies holds up no more


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, twice: on the organisation's clock (``at``) and on the machine's (``real_at``), which leases live by."""

    at: datetime
    real_at: datetime


def deliver(*, ids: Sequence[int], now: Moment) -> int:
    """Send those of ``ids`` that still wait; how many left. Anybody may call this with any numbers at any time."""
    failpoints.reach("worker.before_claim")
    rows = claim(ids=ids, now=now)
    letters = compose(deliveries=rows, at=now.at, real_at=now.real_at)
    with Mailer() as mailer:
        return sum(_settle(row, letters[row.pk], mailer, now) for row in rows)


def claim(*, ids: Sequence[int], now: Moment) -> list[Delivery]:
    """Take a lease on those of ``ids`` that are due and nobody has. One statement decides; zero rows are an answer."""
    lease = uuid.uuid4()
    waiting = Delivery.objects.queued().filter(pk__in=ids, due_at__lte=now.at, expires_at__gt=now.at)
    with transaction.atomic():
        waiting.update(
            state=DeliveryState.CLAIMED, lease=lease, leased_until=now.real_at + LEASE, attempts=F("attempts") + 1
        )
        rows = list(Delivery.objects.filter(lease=lease).select_related("recipient").order_by("due_at", "pk"))
        Attempt.objects.bulk_create(
            Attempt(delivery=row, number=row.attempts, lease=lease, started_at=now.real_at) for row in rows
        )
    return rows


def _settle(row: Delivery, letter: Letter | Gone | RefusedError, mailer: Mailer, now: Moment) -> bool:
    """Bring one claimed delivery to the end of its attempt; whether it was sent."""
    if isinstance(letter, Gone):
        _end(row, Ending.SKIPPED, now, state=DeliveryState.SKIPPED, reason=letter.reason)
        return False
    if isinstance(letter, RefusedError):
        _refused(row, str(letter), now)
        return False
    try:
        return _send(row, letter, mailer, now)
    except RefusedError as error:
        _refused(row, str(error), now)
    except AmbiguousError as error:
        _ambiguous(row, str(error), now)
    return False


def _send(row: Delivery, letter: Letter, mailer: Mailer, now: Moment) -> bool:
    message = mailer.prepare(letter)
    failpoints.reach("worker.before_handover")
    if not _hand_over(row, now):
        return False
    failpoints.reach("worker.after_handover")
    mailer.send(message)
    failpoints.reach("worker.after_reply")
    return _end(row, Ending.SENT, now, state=DeliveryState.SENT, reason="", sent_at=now.at)


def _hand_over(row: Delivery, now: Moment) -> bool:
    """Commit that the message may leave from here on; False when the lease was lost."""
    mine = _held(row).filter(state=DeliveryState.CLAIMED)
    with transaction.atomic():
        if not mine.update(state=DeliveryState.HANDED_OVER, handovers=F("handovers") + 1):
            return False
        _tries(row).update(handed_over_at=now.real_at)
    row.handovers += 1
    return True


def _refused(row: Delivery, reason: str, now: Moment) -> None:
    follows = after_refusal(attempts=row.attempts, chance=random())  # noqa: S311 - jitter is no secret
    _end(row, Ending.REFUSED, now, state=follows.state, reason=reason, next_attempt_at=now.at + follows.wait)


def _ambiguous(row: Delivery, reason: str, now: Moment) -> None:
    follows = after_ambiguity(handovers=row.handovers)
    _end(row, Ending.UNCERTAIN, now, state=follows.state, reason=reason, next_attempt_at=now.at + follows.wait)


def _end(
    row: Delivery,
    ending: Ending,
    now: Moment,
    *,
    state: DeliveryState,
    reason: str,
    next_attempt_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> bool:
    """Write the end of an attempt, if the lease is still ours; whether it was."""
    with transaction.atomic():
        written = _held(row).update(
            state=state,
            reason=reason,
            next_attempt_at=next_attempt_at,
            sent_at=sent_at,
            lease=None,
            leased_until=None,
            hinted_at=None,
        )
        _tries(row).update(ending=ending, reason=reason, ended_at=now.real_at)
    return bool(written)


def _held(row: Delivery) -> DeliveryQuerySet:
    """The row, as long as the lease under which it was claimed is still the one."""
    assert row.lease is not None
    return Delivery.objects.filter(pk=row.pk, lease=row.lease)


def _tries(row: Delivery) -> QuerySet[Attempt]:
    """The attempt under way; none once a sweep has ended it."""
    assert row.lease is not None
    return Attempt.objects.filter(delivery=row, lease=row.lease, ended_at=None)
