"""How does it stand? One answer per round by the owner, one by the receiver."""

from datetime import date, datetime

from django.db import transaction

from agreements.domain.commitments import CommitmentState
from agreements.models import CheckIn, CheckInRole, Commitment
from agreements.operations import drift
from agreements.operations.drafts import CheckInDraft
from agreements.operations.events import record
from agreements.operations.locks import lock_commitment, require_active
from agreements.permissions import acts_for, may_check_in
from agreements.reports.rounds import open_round
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError, InvalidValueError, RefusalError
from teams.models import Person
from teams.operations.values import check

REMEMBERED = 3  # how many of the owner's answers the commitment keeps at hand


class NotOpenError(RefusalError):
    """Nobody is asked how a thing stands that is done, waived or lapsed."""

    code = "not_open"


@transaction.atomic
def check_in(*, actor: Person, at: datetime, commitment: Commitment, answer: CheckInDraft) -> CheckIn:
    """Say how ``commitment`` stands, as its owner, else its receiver, or as the delegate of one.

    Within a round an answer replaces the one before it. An expected date lies on or after today where the
    agreement lives. The commitment shows the owner's latest word; the receiver's never touches it.
    """
    commitment = lock_commitment(commitment)
    if not may_check_in(actor, commitment):
        raise ForbiddenError("Only its owner and the person who accepts it say how a commitment stands.")
    _refuse_unless_open(commitment)
    _refuse_past_date(commitment, answer.expected_on, at)
    given = _blank(actor, commitment, at)
    replaced = _given_in_same_round(given)
    _write(given, replaced, answer)
    if given.role == CheckInRole.OWNER:
        _keep_latest_word(commitment, given)
    agreement = commitment.agreement
    data = {
        "role": given.role,
        "round_on": _day(given.round_on),
        "was": _facts(replaced) if replaced else None,
        "now": _facts(given),
    }
    record(agreement=agreement, kind="checked_in", actor=actor, at=at, data=data, commitment=commitment)
    drift.refresh(agreement=agreement, at=at)
    return given


def _refuse_unless_open(commitment: Commitment) -> None:
    require_active(commitment.agreement)
    if commitment.state != CommitmentState.OPEN:
        raise NotOpenError(f"{commitment.label} is {commitment.state}; there is nothing left to answer.")


def _refuse_past_date(commitment: Commitment, expected_on: date | None, at: datetime) -> None:
    today = local_date(at, zone=zone(commitment.agreement.time_zone))
    if expected_on is not None and expected_on < today:
        sentence = "The date you expect it on lies in the past."
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


def _keep_latest_word(commitment: Commitment, given: CheckIn) -> None:
    answers = commitment.check_ins.filter(role=CheckInRole.OWNER).order_by("-at", "-pk")
    commitment.recent = list(answers.values_list("standing", flat=True)[:REMEMBERED])[::-1]
    commitment.standing = given.standing
    commitment.standing_at = given.at
    commitment.expected_on = given.expected_on
    commitment.revision += 1
    commitment.save(update_fields=["recent", "standing", "standing_at", "expected_on", "revision"])


def _facts(answer: CheckIn) -> dict[str, str | None]:
    return {"standing": answer.standing, "expected_on": _day(answer.expected_on), "note": answer.note}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
