"""A commitment in force changes hands: somebody else promises it, or accepts it, and the other end agrees to that.

What was said and done before stays under the name of whoever said and did it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from agreements.domain.handovers import CHANGES_HANDS_IN, PATHS, HandoverMove, HandoverRole, HandoverState
from agreements.models import Commitment, Handover, Party
from agreements.operations import drift
from agreements.operations.amendments.following import follow, hold_open_changes
from agreements.operations.amendments.holding import Held
from agreements.operations.events import record
from agreements.operations.locks import RemovedMeanwhileError, lock_commitment, require_active
from agreements.operations.standings import forget_owner
from agreements.operations.versions import Origin, next_version
from agreements.permissions import may_agree_to, may_hand_over, may_take, may_withdraw_handover
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Membership, Person
from teams.operations.values import left_organisation, refuse


class SettledOtherwiseError(RefusalError):
    """It has been done, released, or given to somebody else since: there is nothing left to hand over."""

    code = "settled_otherwise"


class AlreadyAskedError(RefusalError):
    """One person at a time is asked to take something over."""

    code = "already_asked"


class WordGivenError(RefusalError):
    """A second press of the button changes nothing."""

    code = "word_given"


@transaction.atomic
def hand_over(
    *, actor: Person, at: datetime, commitment: Commitment, role: HandoverRole, to_person: Person, reason: str
) -> Handover:
    """Ask ``to_person`` to own, or to receive, ``commitment`` from now on, and the other end to agree to them.

    The word of whoever asks counts at once where they are one of the two. Raises InvalidValueError naming
    ``to_person`` or ``reason``, AlreadyAskedError, SettledOtherwiseError.
    """
    changes = hold_open_changes(commitment.agreement)
    commitment = lock_commitment(commitment)
    if not may_hand_over(actor, commitment, role):
        raise ForbiddenError(say("Only whoever has it and those who sign for or lead their team can hand it over."))
    _require_in_hand(commitment, role)
    _check(commitment, role, to_person, reason)
    _clear_the_way(commitment, role, actor=actor, at=at)
    handover = Handover(
        commitment=commitment,
        role=role,
        from_person=_holder(commitment, role),
        to_person=to_person,
        reason=reason.strip(),
        asked_by=actor,
        asked_at=at,
    )
    given = _give_word(handover, actor=actor, at=at)
    handover.save()
    _record(handover, "handover_asked", actor=actor, at=at, reason=handover.reason, given=given)
    return _settle(handover, changes, actor=actor, at=at)


@transaction.atomic
def accept_handover(*, actor: Person, at: datetime, handover: Handover) -> Handover:
    """Take it, as the new person, or agree to them, as the other end; the second word makes the next version."""
    changes = hold_open_changes(handover.commitment.agreement)
    handover = _lock(handover)
    if not (may_take(actor, handover) or may_agree_to(actor, handover)):
        raise ForbiddenError(say("Only the person who is to take it and the one at the other end answer a hand-over."))
    _require_open(handover, HandoverMove.FINISH)
    given = _give_word(handover, actor=actor, at=at)
    if not given:
        raise WordGivenError(say("You have said so already. It waits for the other person."))
    handover.save()
    _record(handover, "handover_accepted", actor=actor, at=at, given=given)
    return _settle(handover, changes, actor=actor, at=at)


@transaction.atomic
def decline_handover(*, actor: Person, at: datetime, handover: Handover, reason: str) -> Handover:
    """Leave it where it is, with a reason. Either of the two who are asked may."""
    handover = _lock(handover)
    if not (may_take(actor, handover) or may_agree_to(actor, handover)):
        raise ForbiddenError(say("Only the person who is to take it and the one at the other end answer a hand-over."))
    _require_open(handover, HandoverMove.DECLINE)
    if not reason.strip():
        refuse({"reason": [say("Say why, so that another way can be found.")]})
    handover.declined_by, handover.decline_reason = actor, reason.strip()
    _close(handover, HandoverMove.DECLINE, at)
    _record(handover, "handover_declined", actor=actor, at=at, reason=handover.decline_reason)
    return handover


@transaction.atomic
def withdraw_handover(*, actor: Person, at: datetime, handover: Handover) -> Handover:
    """Ask no more."""
    handover = _lock(handover)
    if not may_withdraw_handover(actor, handover):
        raise ForbiddenError(say("Only whoever asked for a hand-over, or might ask for it now, can withdraw it."))
    _close(handover, HandoverMove.WITHDRAW, at)
    _record(handover, "handover_withdrawn", actor=actor, at=at)
    return handover


def _lock(handover: Handover) -> Handover:
    """Hold its commitment, then itself; a fresh copy of both."""
    commitment = lock_commitment(handover.commitment)
    people = Handover.objects.select_related("from_person", "to_person")
    fresh = people.select_for_update(of=("self",), no_key=True).filter(pk=handover.pk).first()
    if fresh is None:
        raise RemovedMeanwhileError(say("This hand-over went with its commitment, which has just been removed."))
    fresh.commitment = commitment
    return fresh


def _holder(commitment: Commitment, role: HandoverRole) -> Person:
    holder = commitment.owner if role is HandoverRole.OWNER else commitment.accepted_by
    assert holder is not None  # the database holds that for everything in force
    return holder


def _require_in_hand(commitment: Commitment, role: HandoverRole) -> None:
    require_active(commitment.agreement)
    if commitment.state not in CHANGES_HANDS_IN[role]:
        raise SettledOtherwiseError(
            say(
                "“{deliverable}” is {state}: there is nothing to hand over.",
                deliverable=commitment.deliverable,
                state=say(commitment.state),
            )
        )


def _require_open(handover: Handover, move: HandoverMove) -> None:
    """Refuse what is closed, and what has been settled otherwise since it was asked."""
    PATHS.after(HandoverState(handover.state), move)
    commitment, role = handover.commitment, HandoverRole(handover.role)
    _require_in_hand(commitment, role)
    if _holder(commitment, role) != handover.from_person:
        raise SettledOtherwiseError(
            say("{name} no longer has it. Withdraw this and ask anew.", name=handover.from_person.name)
        )
    refuse(left_organisation(to_person=handover.to_person))


def _check(commitment: Commitment, role: HandoverRole, person: Person, reason: str) -> None:
    is_owner = role is HandoverRole.OWNER
    team = commitment.team if is_owner else commitment.for_team
    sentences = left_organisation(to_person=person)
    if person == _holder(commitment, role):
        sentences["to_person"] = [say("{name} has it already.", name=person.name)]
    elif person == (commitment.accepted_by if is_owner else commitment.owner):
        sentences["to_person"] = [say("Whoever owns it and whoever confirms it are two people.")]
    elif not _is_of(person, commitment, team=team.pk):
        sentences["to_person"] = [say("Choose somebody of {name}.", name=team.name)]
    if not reason.strip():
        sentences["reason"] = [say("Say why, so that they can judge it.")]
    refuse(sentences)


def _is_of(person: Person, commitment: Commitment, *, team: int) -> bool:
    signs = Party.objects.filter(agreement=commitment.agreement, team=team, representative=person)
    return Membership.objects.filter(person=person, team=team).exists() or signs.exists()


def _clear_the_way(commitment: Commitment, role: HandoverRole, *, actor: Person, at: datetime) -> None:
    """Refuse a second question at a time; one that can no longer come about is withdrawn for it."""
    asked = Handover.objects.open().filter(commitment=commitment, role=role).select_related("from_person", "to_person")
    standing = asked.first()
    if standing is None:
        return
    standing.commitment = commitment
    if standing.from_person == _holder(commitment, role) and standing.to_person.is_active:
        raise AlreadyAskedError(say("{name} is asked already. Withdraw that first.", name=standing.to_person.name))
    _close(standing, HandoverMove.WITHDRAW, at)
    _record(standing, "handover_withdrawn", actor=actor, at=at)


def _give_word(handover: Handover, *, actor: Person, at: datetime) -> list[str]:
    """Set, unsaved, what ``actor`` says by saying so: "taken", "agreed", both, or nothing new."""
    given = []
    if handover.taken_at is None and may_take(actor, handover):
        handover.taken_at = at
        given.append("taken")
    if handover.accepted_at is None and may_agree_to(actor, handover):
        handover.accepted_at, handover.agreed_by = at, actor
        given.append("agreed")
    return given


def _settle(handover: Handover, changes: Sequence[Held], *, actor: Person, at: datetime) -> Handover:
    """Once both words are given: the promise changes hands, in the next version of its agreement."""
    if handover.taken_at is None or handover.accepted_at is None:
        return handover
    _close(handover, HandoverMove.FINISH, at)
    _give(handover, at)
    agreement = handover.commitment.agreement
    here = zone(agreement.time_zone)
    origin = Origin(handover.asked_by, handover.asked_at, local_date(at, zone=here), handover=handover)
    version = next_version(agreement=agreement, origin=origin, at=at)
    field = _field(handover)
    facts = {"was": {field: handover.from_person.name}, "now": {field: handover.to_person.name}}
    _record(handover, "handed_over", actor=actor, at=at, version=version.number, **facts)
    follow(changes, actor=actor, at=at)
    drift.refresh(agreement=agreement, at=at)
    return handover


def _give(handover: Handover, at: datetime) -> None:
    """Write the new person. What a former owner said of it was theirs to say; a former receiver disputes no more."""
    commitment = handover.commitment
    setattr(commitment, _field(handover), handover.to_person)
    if handover.role == HandoverRole.OWNER:
        forget_owner(commitment, at=at)
    commitment.is_disputed = False
    commitment.revision += 1
    commitment.save()


def _field(handover: Handover) -> str:
    return "owner" if handover.role == HandoverRole.OWNER else "accepted_by"


def _close(handover: Handover, move: HandoverMove, at: datetime) -> None:
    handover.state = PATHS.after(HandoverState(handover.state), move)
    handover.closed_at = at
    handover.save()


def _record(handover: Handover, kind: str, *, actor: Person, at: datetime, **facts: object) -> None:
    commitment = handover.commitment
    data = {
        "handover": handover.pk,
        "role": str(handover.role),
        "from_person": handover.from_person.name,
        "to_person": handover.to_person.name,
        **facts,
    }
    record(agreement=commitment.agreement, kind=kind, actor=actor, at=at, data=data, commitment=commitment)
