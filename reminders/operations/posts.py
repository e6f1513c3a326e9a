"""Claims what is to be posted, takes a last look, posts it with no transaction open, and marks what happened."""

from collections.abc import Sequence
from random import random

from django.db import transaction
from django.db.models import Q

from reminders import failpoints
from reminders.channels import outgoing
from reminders.channels.errors import AmbiguousError, GoneError, RefusedError
from reminders.domain.channels import POSTED, Channel
from reminders.domain.deliveries import BACKOFF, DeliveryState, Ending, Next
from reminders.domain.promises import Tried, after_ambiguous_post, after_refused_post
from reminders.models import Delivery
from reminders.operations.attempts import Moment, claim, end, hand_over
from reminders.operations.endpoints import stop_by_itself
from reminders.operations.post_words import Request, compose_post
from reminders.reports.sections import Gone
from teams.domain.language import noted

GONE = noted("Its address answered that nobody takes messages there any more.")
SILENT = noted("Nothing was taken there for 72 hours.")


def post(*, ids: Sequence[int], now: Moment) -> int:
    """Post those of ``ids`` that still wait; how many were taken. With any numbers, at any time, by anybody."""
    failpoints.reach("worker.before_claim")
    return sum(_settle(row, now) for pk in ids for row in claim(ids=[pk], channels=POSTED, now=now))


def _settle(row: Delivery, now: Moment) -> bool:
    """Bring one claimed delivery to the end of its attempt; whether it was taken."""
    try:
        request = compose_post(row, now=now)
    except Exception as error:  # noqa: BLE001 - the top of the delivery loop: the reason is stored with the row
        _refused(row, RefusedError(f"{type(error).__name__}: {error}"[:500]), now)
        return False
    if isinstance(request, Gone):
        end([row], ending=Ending.SKIPPED, follows=Next(DeliveryState.SKIPPED), reason=request.reason, now=now)
        return False
    try:
        return _send(row, request, now)
    except RefusedError as error:
        _refused(row, error, now)
    except AmbiguousError as error:
        _doubtful(row, error, now)
    return False


def _send(row: Delivery, request: Request, now: Moment) -> bool:
    failpoints.reach("worker.before_handover")
    if not hand_over([row], now=now):
        return False
    failpoints.reach("worker.after_handover")
    outgoing.post(request.url, body=request.body, headers=request.headers, allowed_hosts=request.hosts)
    failpoints.reach("worker.after_reply")
    return bool(end([row], ending=Ending.SENT, follows=Next(DeliveryState.ACCEPTED), now=now))


@transaction.atomic
def _refused(row: Delivery, error: RefusedError, now: Moment) -> None:
    follows = after_refused_post(_tried(row, now))
    if isinstance(error, GoneError):
        follows = Next(DeliveryState.FAILED)
    if not end([row], ending=Ending.REFUSED, follows=follows, reason=str(error), now=now):
        return
    _rest(row, follows, now)
    _stop_if_useless(row, follows, now, is_gone=isinstance(error, GoneError))


@transaction.atomic
def _doubtful(row: Delivery, error: AmbiguousError, now: Moment) -> None:
    follows = after_ambiguous_post(_tried(row, now))
    if end([row], ending=Ending.UNCERTAIN, follows=follows, reason=str(error), now=now):
        _rest(row, follows, now)
        _stop_if_useless(row, follows, now, is_gone=False)


def _tried(row: Delivery, now: Moment) -> Tried:
    return Tried(
        channel=Channel(row.channel),
        attempts=row.attempts - row.attempts_before,
        left=row.expires_at - now.at,
        chance=random(),  # noqa: S311 - jitter is no secret
    )


def _rest(row: Delivery, follows: Next, now: Moment) -> None:
    """What else waits for the same endpoint waits too: one that is away for a day holds up nobody's messages."""
    if follows.state != DeliveryState.QUEUED:
        return
    until = now.at + min(follows.wait, BACKOFF[1])
    others = Delivery.objects.queued().filter(endpoint=row.endpoint_id).exclude(pk=row.pk)
    others.filter(Q(next_attempt_at=None) | Q(next_attempt_at__lt=until)).update(next_attempt_at=until)


def _stop_if_useless(row: Delivery, follows: Next, now: Moment, *, is_gone: bool) -> None:
    assert row.endpoint is not None  # every channel but mail has one
    if is_gone:
        stop_by_itself(endpoint=row.endpoint, at=now.at, why=GONE)
    elif _is_silent(row, follows):
        stop_by_itself(endpoint=row.endpoint, at=now.at, why=SILENT)


def _is_silent(row: Delivery, follows: Next) -> bool:
    """A webhook that for all the life of this delivery has taken none."""
    is_over = follows.state == DeliveryState.FAILED and row.channel == Channel.WEBHOOK
    return is_over and not Delivery.objects.filter(endpoint=row.endpoint, sent_at__gt=row.due_at).exists()
