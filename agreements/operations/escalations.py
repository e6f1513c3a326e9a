"""A decision asked of the executives: prepared by both sides in one packet, asked, ruled, or given up."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from agreements.domain.escalations import PATHS, EscalationMove, EscalationState, gaps
from agreements.models import Agreement, Commitment, Concern, Escalation
from agreements.operations.concerns import require_under_way, settle_by_ruling
from agreements.operations.events import record
from agreements.operations.locks import RemovedMeanwhileError, lock_agreement
from agreements.permissions import may_prepare_packet, may_rule, may_withdraw_packet, sides_of
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say, say_number
from teams.models import Person
from teams.operations.values import check, refuse

LONGEST = 4_000  # letters of each text of a packet


class PacketIncompleteError(RefusalError):
    """Who decides needs the question, the choices, a day, and the reason of whoever asks."""

    code = "packet_incomplete"


@transaction.atomic
def open_escalation(
    *,
    actor: Person,
    at: datetime,
    agreement: Agreement,
    topic: str,
    concern: Concern | None = None,
    commitment: Commitment | None = None,
) -> Escalation:
    """Begin the packet about a concern, a commitment or a topic; where one is open already, that is the one."""
    agreement = lock_agreement(agreement)
    if not may_prepare_packet(actor, agreement):
        raise ForbiddenError(say("Only members of a party can ask for a decision."))
    require_under_way(agreement)
    if concern is not None:
        commitment = concern.commitment
    _check_subject(actor, agreement, concern, commitment)
    escalation = Escalation(agreement=agreement, concern=concern, commitment=commitment, topic=topic.strip())
    if found := _open_about(escalation).first():
        return found
    escalation.number = (agreement.escalations.aggregate(last=Max("number"))["last"] or 0) + 1
    escalation.opened_by, escalation.opened_at = actor, at
    check(escalation)
    escalation.save()
    record_packet(escalation, kind="escalation_opened", actor=actor, at=at)
    return escalation


@transaction.atomic
def ask_for_decision(*, actor: Person, at: datetime, escalation: Escalation) -> Escalation:
    """Send the packet to the executives. A party that has not said its reason leaves it marked as one-sided."""
    escalation = lock_escalation(escalation)
    sides = set(sides_of(actor, escalation.agreement).values_list("team", flat=True))
    if not sides:
        raise ForbiddenError(say("Only members of a party can ask for a decision."))
    escalation.state = PATHS.after(EscalationState(escalation.state), EscalationMove.ASK)
    spoken = set(escalation.statements.values_list("team", flat=True))
    _refuse_gaps(escalation, has_own_reason=bool(sides & spoken), at=at)
    parties = set(escalation.agreement.parties.values_list("team", flat=True))
    escalation.asked_by, escalation.asked_at = actor, at
    escalation.is_one_sided = not parties <= spoken
    return _settle(escalation, kind="decision_asked", actor=actor, at=at, is_one_sided=escalation.is_one_sided)


@transaction.atomic
def rule(*, actor: Person, at: datetime, escalation: Escalation, ruling: str, chosen: int | None = None) -> Escalation:
    """Decide, for both sides: one of the options (from 1) and why, or another way in the words of ``ruling``.

    The concern that it is about is answered by it.
    """
    escalation = lock_escalation(escalation)
    if not may_rule(actor):
        raise ForbiddenError(say("Only executives decide what the parties ask for."))
    escalation.state = PATHS.after(EscalationState(escalation.state), EscalationMove.RULE)
    _check_ruling(escalation, ruling.strip(), chosen)
    escalation.ruling, escalation.chosen = ruling.strip(), chosen
    escalation.ruled_by, escalation.closed_at = actor, at
    found = _settle(escalation, kind="ruled", actor=actor, at=at, option=escalation.option, said=escalation.ruling)
    if found.concern is not None:
        settle_by_ruling(
            actor=actor, at=at, concern=found.concern, answer="\n".join(filter(None, [found.option, found.ruling]))
        )
    return found


@transaction.atomic
def withdraw_escalation(*, actor: Person, at: datetime, escalation: Escalation) -> Escalation:
    """Give it up; once it is asked only the side that asked may."""
    escalation = lock_escalation(escalation)
    if not may_withdraw_packet(actor, escalation):
        raise ForbiddenError(say("Only the side that asked for the decision can withdraw it."))
    return _withdraw(escalation, actor=actor, at=at)


def withdraw_open(*, agreement: Agreement, actor: Person, at: datetime) -> None:
    """Give up what is open in ``agreement``, for an operation that holds it and ends it."""
    for escalation in _rows().filter(agreement=agreement, pk__in=Escalation.objects.open()).order_by("pk"):
        escalation.agreement = agreement
        _withdraw(escalation, actor=actor, at=at)


def lock_escalation(escalation: Escalation) -> Escalation:
    """Hold the agreement, then ``escalation``; a fresh copy of both."""
    agreement = lock_agreement(escalation.agreement)
    fresh = _rows().filter(pk=escalation.pk).first()
    if fresh is None:
        raise RemovedMeanwhileError(say("This question has just been removed."))
    fresh.agreement = agreement
    return fresh


def record_packet(escalation: Escalation, *, kind: str, actor: Person, at: datetime, **data: object) -> None:
    """Record an act on a packet, named so that history can keep it from those who may not read the concern."""
    about: dict[str, object] = {"escalation": escalation.number, "escalation_id": escalation.pk}
    if escalation.concern_id is not None:
        about |= {"concern_id": escalation.concern_id}
    data = about | {"topic": escalation.topic} | data
    record(agreement=escalation.agreement, kind=kind, actor=actor, at=at, data=data)


def _rows() -> QuerySet[Escalation]:
    related = ("concern__commitment", "concern__raised_by", "commitment", "asked_by", "opened_by")
    return Escalation.objects.select_for_update(of=("self",), no_key=True).select_related(*related)


def _check_subject(actor: Person, agreement: Agreement, concern: Concern | None, commitment: Commitment | None) -> None:
    """Refuse what belongs elsewhere, and a concern that is not for ``actor``, by the same sentence."""
    if concern is not None and not agreement.concerns.visible_to(actor).filter(pk=concern.pk).exists():
        refuse({"concern": [say("Choose a concern of this agreement.")]})
    if commitment is not None and commitment.agreement_id != agreement.pk:
        refuse({"commitment": [say("Choose a commitment of this agreement.")]})


def _open_about(new: Escalation) -> QuerySet[Escalation]:
    """What is open about the subject of ``new`` already; without one its topic says what it is about."""
    found = _rows().filter(pk__in=Escalation.objects.open(), agreement=new.agreement, concern=new.concern)
    if new.concern is not None:
        return found
    found = found.filter(commitment=new.commitment)
    return found if new.commitment is not None else found.filter(topic=new.topic)


def _refuse_gaps(escalation: Escalation, *, has_own_reason: bool, at: datetime) -> None:
    missing = gaps(
        question=escalation.question,
        options=escalation.options,
        decide_by=escalation.decide_by,
        has_own_reason=has_own_reason,
        today=local_date(at, zone=zone(escalation.agreement.time_zone)),
    )
    if missing:
        fields = {name: [sentence] for name, sentence in missing.items()}
        raise PacketIncompleteError(say("Not complete yet. {names}", names=" ".join(missing.values())), fields=fields)


def _check_ruling(escalation: Escalation, ruling: str, chosen: int | None) -> None:
    problems = {}
    if chosen is not None and not 1 <= chosen <= len(escalation.options):
        problems["chosen"] = [say("Choose one of the options, or none and say it in your own words.")]
    if not ruling:
        problems["ruling"] = [say("Say what is decided and why, so that both sides can act on it.")]
    if len(ruling) > LONGEST:
        problems["ruling"] = [say("Say it in {most} letters at most.", most=say_number(LONGEST))]
    refuse(problems)


def _withdraw(escalation: Escalation, *, actor: Person, at: datetime) -> Escalation:
    escalation.state = PATHS.after(EscalationState(escalation.state), EscalationMove.WITHDRAW)
    escalation.closed_at = at
    return _settle(escalation, kind="escalation_withdrawn", actor=actor, at=at)


def _settle(escalation: Escalation, *, kind: str, actor: Person, at: datetime, **data: object) -> Escalation:
    escalation.revision += 1
    escalation.save()
    record_packet(escalation, kind=kind, actor=actor, at=at, **data)
    return escalation
