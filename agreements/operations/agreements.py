"""The life of an agreement, but for its signatures: drafted, edited, withdrawn, completed, ended early."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef

from agreements.domain.agreements import PATHS, AgreementMove, AgreementState
from agreements.domain.commitments import CommitmentState, Outcome
from agreements.models import Agreement, Reading
from agreements.operations import drift
from agreements.operations.amendments.closing import withdraw_all
from agreements.operations.drafts import AgreementDraft, PartyDraft
from agreements.operations.escalations import withdraw_open
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement, lock_draft
from agreements.operations.parties import enter
from agreements.operations.proposals import drop_proposal
from agreements.permissions import may_close
from teams.domain import days
from teams.domain.calendar import zone
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import check, fill, left_organisation, refuse, values_of

LONGEST_DAYS = 365
SETTLED = (CommitmentState.ACCEPTED, CommitmentState.RELEASED)


class UnfinishedError(RefusalError):
    """Something is still to be delivered, accepted or read before the agreement is complete."""

    code = "unfinished"


@transaction.atomic
def draft_agreement(
    *, actor: Person, at: datetime, draft: AgreementDraft, parties: Sequence[PartyDraft] = ()
) -> Agreement:
    """Create a draft under the next number, with its first parties. Anybody may."""
    _check(draft)
    agreement = Agreement(number=0, created_by=actor, created_at=at, updated_at=at, **values_of(draft))
    check(agreement)
    agreement.number = _next_number()
    agreement.save()
    teams = [enter(agreement=agreement, draft=party).team.name for party in parties]
    data = {"title": agreement.title, "parties": teams}
    record(agreement=agreement, kind="drafted", actor=actor, at=at, data=data)
    return agreement


@transaction.atomic
def edit_agreement(*, actor: Person, at: datetime, agreement: Agreement, draft: AgreementDraft) -> Agreement:
    """Replace what a draft says about itself; its parties and promises have operations of their own."""
    agreement = lock_draft(agreement, actor=actor)
    _check(draft)
    changes = fill(agreement, values_of(draft))
    if changes:
        agreement.save()
        record(agreement=agreement, kind="edited", actor=actor, at=at, data=changes)
    return agreement


@transaction.atomic
def withdraw_agreement(*, actor: Person, at: datetime, agreement: Agreement) -> Agreement:
    """Put aside what never came into force; an open proposal falls with it."""
    agreement = _lock_to(AgreementMove.WITHDRAW, agreement, actor=actor)
    drop_proposal(agreement=agreement, at=at)
    return _close(agreement, kind="withdrawn", actor=actor, at=at, data={})


@transaction.atomic
def complete_agreement(*, actor: Person, at: datetime, agreement: Agreement) -> Agreement:
    """Close an agreement whose promises are all settled and whose metrics were read to the end.

    A metric is read to the end when it has a reading of its target date or later. Raises UnfinishedError.
    """
    agreement = _lock_to(AgreementMove.COMPLETE, agreement, actor=actor)
    if unfinished := [*_unsettled(agreement), *_unread(agreement)]:
        raise UnfinishedError(say("Not complete yet: {names}.", names="; ".join(unfinished)))
    return _close(agreement, kind="completed", actor=actor, at=at, data={})


@transaction.atomic
def end_agreement(*, actor: Person, at: datetime, agreement: Agreement, reason: str) -> Agreement:
    """End an agreement before it is complete.

    What is open is released. What lapsed stays as it is, and so does what was delivered and waits for its answer:
    nobody confirms it in their receiver's name, but the receiver still may.
    """
    agreement = _lock_to(AgreementMove.END, agreement, actor=actor)
    agreement.end_reason = reason.strip()
    if not agreement.end_reason:
        refuse({"reason": [say("Say why, so that the others know and later ones can learn.")]})
    data = {"reason": agreement.end_reason, "released": _release_open(agreement, at)}
    return _close(agreement, kind="ended", actor=actor, at=at, data=data)


def _lock_to(move: AgreementMove, agreement: Agreement, *, actor: Person) -> Agreement:
    """Return the agreement, held, in the state that ``move`` leads to, not yet saved."""
    agreement = lock_agreement(agreement)
    if not may_close(actor, agreement):
        raise ForbiddenError(say("Only those who sign for a party, lead one or moderate an agreement can close it."))
    agreement.state = PATHS.after(AgreementState(agreement.state), move)
    return agreement


def _close(agreement: Agreement, *, kind: str, actor: Person, at: datetime, data: Mapping[str, object]) -> Agreement:
    """Save an agreement in its final state; what is asked in it and its flags close: a finished thing never ages."""
    agreement.closed_at = at
    agreement.save()
    withdraw_all(agreement=agreement, actor=actor, at=at)
    withdraw_open(agreement=agreement, actor=actor, at=at)
    record(agreement=agreement, kind=kind, actor=actor, at=at, data=data)
    drift.refresh(agreement=agreement, at=at)
    agreement.refresh_from_db()
    return agreement


def _unsettled(agreement: Agreement) -> Iterator[str]:
    for commitment in agreement.commitments.exclude(state__in=SETTLED).order_by("number"):
        yield say(
            "{label} “{deliverable}” is {state}",
            label=commitment.label,
            deliverable=commitment.deliverable,
            state=say(commitment.state),
        )


def _unread(agreement: Agreement) -> Iterator[str]:
    last = Reading.objects.filter(metric=OuterRef("pk"), on__gte=OuterRef("target_on"))
    for metric in agreement.metrics.in_terms().filter(~Exists(last)).order_by("pk"):
        yield say("“{metric}” has no reading from {day} on", metric=metric.name, day=days.long(metric.target_on))


def _release_open(agreement: Agreement, at: datetime) -> list[int]:
    """Waive every open promise and return their numbers."""
    promises = agreement.commitments.filter(state=CommitmentState.OPEN)
    held = promises.select_for_update(no_key=True).order_by("pk")
    numbers = list(held.values_list("number", flat=True))
    promises.update(
        state=CommitmentState.RELEASED, outcome=Outcome.RELEASED, released_at=at, revision=F("revision") + 1
    )
    return numbers


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('agreements_number')")
        (number,) = cursor.fetchone()
    return int(number)


def _check(draft: AgreementDraft) -> None:
    zone(draft.time_zone)
    refuse(left_organisation(facilitator=draft.facilitator))
    sentences = {}
    if draft.notice_days > LONGEST_DAYS:
        sentences["notice_days"] = [say("The notice is {most} working days at most.", most=LONGEST_DAYS)]
    if not 1 <= draft.answer_within_days <= LONGEST_DAYS:
        sentences["answer_within_days"] = [say("Give people between 1 and {most} days to answer.", most=LONGEST_DAYS)]
    if draft.starts_on and draft.review_on and draft.review_on < draft.starts_on:
        sentences["review_on"] = [say("The review comes after the start.")]
    refuse(sentences)
