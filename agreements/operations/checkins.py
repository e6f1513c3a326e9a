"""How does it stand? One answer per round by the owner, one by the receiver."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from agreements.domain.commitments import CommitmentState
from agreements.models import CheckIn, CheckInRole, Commitment
from agreements.operations import drift
from agreements.operations.drafts import CheckInDraft
from agreements.operations.events import record
from agreements.operations.locks import lock_commitment, require_active
from agreements.operations.standings import PAIR, WORD, keep_pair, keep_word, restored, show_again, shown_now
from agreements.permissions import acts_for, may_check_in, may_undo_check_in
from agreements.reports.rounds import open_round
from agreements.reports.undo import is_undoable
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError, InvalidValueError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import check

type Answer = dict[str, str | None]  # what one answer says, as the history holds it


class NotOpenError(RefusalError):
    """Nobody is asked how a thing stands that is done, waived or lapsed."""

    code = "not_open"


class UndoOverError(RefusalError):
    """An answer is taken back within two minutes; after that, one answers again."""

    code = "undo_over"


@transaction.atomic
def check_in(*, actor: Person, at: datetime, commitment: Commitment, answer: CheckInDraft) -> CheckIn:
    """Say how ``commitment`` stands, as its owner, else its receiver, or as the delegate of one.

    Within a round an answer replaces the one before it. An expected date lies on or after today where the
    agreement lives. The commitment shows the owner's latest word; the receiver's never touches it.
    """
    commitment = lock_commitment(commitment)
    if not may_check_in(actor, commitment):
        raise ForbiddenError(say("Only its owner and the person who accepts it say how a commitment stands."))
    _refuse_unless_open(commitment)
    _refuse_past_date(commitment, answer.expected_on, at)
    given = _blank(actor, commitment, at)
    replaced = _given_in_same_round(given)
    given.before = {"answer": _kept(replaced) if replaced else None, "shown": shown_now(commitment)}
    _write(given, replaced, answer)
    if given.role == CheckInRole.OWNER:
        keep_word(commitment, given)
    _save(commitment)
    _record("checked_in", given, actor=actor, at=at, was=_facts(replaced) if replaced else None, now=_facts(given))
    return given


@transaction.atomic
def undo_check_in(*, actor: Person, at: datetime, check_in: CheckIn) -> CheckIn | None:
    """Take back an answer that ``actor`` gave within the last two minutes, while nothing came of it.

    The answer that it replaced in its round comes back and is returned; None when there was none.
    """
    commitment = lock_commitment(check_in.commitment)
    if not may_undo_check_in(actor, check_in):
        raise ForbiddenError(say("An answer is taken back by whoever gave it."))
    _refuse_unless_open(commitment)
    given = commitment.check_ins.filter(role=check_in.role, person=actor).order_by("-at", "-pk").first()
    if given is None or given.pk != check_in.pk or not is_undoable(given, at=at):
        raise UndoOverError(say("The two minutes are over, or it was taken back already. You can answer again."))
    assert given.before is not None  # or it could not be undone
    given.commitment = commitment
    was, shown, said_at = _facts(given), given.before["shown"], given.at
    former = _put_back(given, given.before["answer"])
    if given.role == CheckInRole.OWNER and commitment.standing and commitment.standing_at == said_at:
        show_again(commitment, shown)
    commitment.is_disputed = shown["is_disputed"]
    _save(commitment)
    _record("check_in_undone", given, actor=actor, at=at, was=was, now=_facts(former) if former else None)
    return former


def _put_back(given: CheckIn, kept: dict[str, Any] | None) -> CheckIn | None:
    """Give the row of ``given`` the answer it had ``kept``, or remove it where there was none."""
    if kept is None:
        CheckIn.objects.filter(pk=given.pk).delete()
        return None
    fields = {name: restored(CheckIn, name, value) for name, value in kept.items()}
    former = CheckIn(pk=given.pk, commitment=given.commitment, role=given.role, round_on=given.round_on, **fields)
    former.save()
    return former


def _save(commitment: Commitment) -> None:
    keep_pair(commitment)
    commitment.revision += 1
    commitment.save(update_fields=[*WORD, *PAIR, "revision"])


def _record(kind: str, given: CheckIn, *, actor: Person, at: datetime, **said: Answer | None) -> None:
    """Enter in the history what was said and is said now, and let the flags follow at once."""
    commitment = given.commitment
    data = {"role": given.role, "round_on": _day(given.round_on), **said}
    record(agreement=commitment.agreement, kind=kind, actor=actor, at=at, data=data, commitment=commitment)
    drift.refresh(agreement=commitment.agreement, at=at)


def _refuse_unless_open(commitment: Commitment) -> None:
    require_active(commitment.agreement)
    if commitment.state != CommitmentState.OPEN:
        raise NotOpenError(
            say(
                "{label} is {state}; there is nothing left to answer.",
                label=commitment.label,
                state=say(commitment.state),
            )
        )


def _refuse_past_date(commitment: Commitment, expected_on: date | None, at: datetime) -> None:
    today = local_date(at, zone=zone(commitment.agreement.time_zone))
    if expected_on is not None and expected_on < today:
        sentence = say("The date you expect it on lies in the past.")
        raise InvalidValueError(sentence, fields={"expected_on": [sentence]})


def _blank(actor: Person, commitment: Commitment, at: datetime) -> CheckIn:
    """An answer that says nothing yet: who gives it, in which role and round."""
    role, asked = CheckInRole.OWNER, commitment.owner
    if not acts_for(actor, asked):
        role, asked = CheckInRole.RECEIVER, commitment.accepted_by
    assert asked is not None  # the database holds that for everything in force
    round_on = open_round(agreement=commitment.agreement, person=asked, at=at)
    return CheckIn(commitment=commitment, person=actor, role=role, round_on=round_on, at=at)


def _given_in_same_round(blank: CheckIn) -> CheckIn | None:
    if blank.round_on is None:
        return None
    return CheckIn.objects.filter(commitment=blank.commitment, role=blank.role, round_on=blank.round_on).first()


def _write(given: CheckIn, replaced: CheckIn | None, answer: CheckInDraft) -> None:
    given.pk = replaced.pk if replaced else None
    given.standing = answer.standing
    given.expected_on = answer.expected_on
    given.note = answer.note.strip()
    check(given)
    given.save()


def _kept(answer: CheckIn) -> dict[str, Any]:
    """All that differs between two answers of one round."""
    return _facts(answer) | {"person_id": answer.person_id, "at": answer.at.isoformat()}


def _facts(answer: CheckIn) -> Answer:
    return {"standing": answer.standing, "expected_on": _day(answer.expected_on), "note": answer.note}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
