"""From open to done: the owner declares it, the receiver accepts it, sends it back, or waives it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import PATHS, CommitmentMove, CommitmentState
from agreements.models import Commitment, Event
from agreements.operations import drift
from agreements.operations.events import record
from agreements.operations.locks import lock_commitment, require_active
from agreements.operations.outcomes import decide_outcome
from agreements.operations.standings import keep_pair, restored
from agreements.permissions import may_accept, may_deliver, may_release
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.domain.language import say
from teams.models import Person

# What a delivery changes, and what it was before the first one.
BEFORE: dict[str, Any] = {"state": CommitmentState.OPEN, "delivered_at": None, "declared_at": None, "evidence": ""}


@transaction.atomic
def deliver(*, actor: Person, at: datetime, commitment: Commitment, evidence: str) -> Commitment:
    """Declare ``commitment`` done, open or lapsed. The first delivery sets its instant; a lapse stays."""
    commitment = lock_commitment(commitment)
    if not may_deliver(actor, commitment):
        raise ForbiddenError(say("Only its owner or their delegate can declare a commitment done."))
    was = {name: _plain(getattr(commitment, name)) for name in BEFORE}
    _move(commitment, CommitmentMove.DELIVER)
    commitment.delivered_at = commitment.delivered_at or at
    commitment.declared_at = at
    commitment.evidence = evidence.strip()
    commitment.is_disputed, commitment.half_answered_on = False, None
    data = {"evidence": commitment.evidence, "was": was}
    return _settle(commitment, kind="delivered", actor=actor, at=at, data=data)


@transaction.atomic
def take_back_delivery(*, actor: Person, at: datetime, commitment: Commitment) -> Commitment:
    """Undo the latest delivery of ``commitment``, until its receiver has answered it: all is as it was before."""
    commitment = lock_commitment(commitment)
    if not may_deliver(actor, commitment):
        raise ForbiddenError(say("Only its owner or their delegate can take a delivery back."))
    _move(commitment, CommitmentMove.TAKE_BACK)
    for name, value in _before_delivery(commitment).items():
        setattr(commitment, name, restored(Commitment, name, value))
    keep_pair(commitment)
    return _settle(commitment, kind="delivery_taken_back", actor=actor, at=at, data={})


@transaction.atomic
def accept(*, actor: Person, at: datetime, commitment: Commitment) -> Commitment:
    """Take what was delivered; this decides the outcome.

    What waited for its answer when the agreement was ended early can still be taken: who did it keeps the credit.
    """
    commitment = lock_commitment(commitment)
    if not may_accept(actor, commitment):
        raise ForbiddenError(say("Only the person who accepts it, or their delegate, can accept a delivery."))
    _move(commitment, CommitmentMove.ACCEPT)
    commitment.accepted_at = at
    return _settle(commitment, kind="accepted", actor=actor, at=at, data={})


@transaction.atomic
def send_back(*, actor: Person, at: datetime, commitment: Commitment, reason: str) -> Commitment:
    """Return what was delivered, saying what is missing. The instant of the delivery stays."""
    commitment = lock_commitment(commitment)
    if not may_accept(actor, commitment):
        raise ForbiddenError(say("Only the person who accepts it, or their delegate, can send a delivery back."))
    _move(commitment, CommitmentMove.SEND_BACK)
    if not reason.strip():
        sentence = say("Say what is missing, so that the owner knows what to do.")
        raise InvalidValueError(sentence, fields={"reason": [sentence]})
    return _settle(commitment, kind="sent_back", actor=actor, at=at, data={"reason": reason.strip()})


@transaction.atomic
def release(*, actor: Person, at: datetime, commitment: Commitment, reason: str) -> Commitment:
    """Waive ``commitment`` on behalf of the party that was to receive it. ``reason`` may be empty."""
    commitment = lock_commitment(commitment)
    if not may_release(actor, commitment):
        raise ForbiddenError(say("Only the receiving party can release a commitment."))
    _move(commitment, CommitmentMove.RELEASE)
    commitment.released_at = at
    return _settle(commitment, kind="released", actor=actor, at=at, data={"reason": reason.strip()})


def _move(commitment: Commitment, move: CommitmentMove) -> None:
    if move is not CommitmentMove.ACCEPT or commitment.agreement.state != AgreementState.ENDED:
        require_active(commitment.agreement)
    commitment.state = PATHS.after(CommitmentState(commitment.state), move)


def _settle(commitment: Commitment, *, kind: str, actor: Person, at: datetime, data: dict[str, Any]) -> Commitment:
    """Write the row with the outcome that follows, record it, and let its flags follow at once."""
    decide_outcome(commitment)
    commitment.revision += 1
    commitment.save()
    record(agreement=commitment.agreement, kind=kind, actor=actor, at=at, data=data, commitment=commitment)
    drift.refresh(agreement=commitment.agreement, at=at)
    commitment.refresh_from_db(fields=["health", "shown_health"])
    return commitment


def _before_delivery(commitment: Commitment) -> dict[str, Any]:
    """What the latest delivery kept of how things stood; one that kept nothing was the first."""
    declared = Event.objects.filter(commitment=commitment, kind="delivered").order_by("-number").first()
    was: dict[str, Any] = declared.data.get("was", BEFORE) if declared else BEFORE
    return was


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
