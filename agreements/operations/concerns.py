"""Concerns: said early by anybody of a party, and answered. None of it changes what is agreed."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from agreements.domain.agreements import AgreementState
from agreements.domain.concerns import About
from agreements.models import Agreement, Concern, Metric
from agreements.operations import drift
from agreements.operations.drafts import ConcernDraft
from agreements.operations.events import record
from agreements.operations.locks import NotActiveError, lock_agreement
from agreements.permissions import may_raise_concern, may_resolve_concern
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say, say_number
from teams.models import Person
from teams.operations.values import check, refuse, values_of

LONGEST = 4_000  # letters of a concern, and of its answer


class AlreadyAnsweredError(RefusalError):
    """An answer stands; who worries still says so anew."""

    code = "already_answered"


@transaction.atomic
def raise_concern(*, actor: Person, at: datetime, agreement: Agreement, draft: ConcernDraft) -> Concern:
    """Say what worries ``actor`` about an agreement that is in force (paused or not) or being said back."""
    agreement = lock_agreement(agreement)
    if not may_raise_concern(actor, agreement):
        raise ForbiddenError(
            say("Only members of a party, and those who own or accept something here, raise a concern.")
        )
    require_under_way(agreement)
    _check(draft, agreement)
    last = agreement.concerns.aggregate(last=Max("number"))["last"] or 0
    concern = Concern(agreement=agreement, number=last + 1, raised_by=actor, raised_at=at, **values_of(draft))
    check(concern)
    concern.save()
    _record(concern, kind="concern_raised", actor=actor, at=at, said=concern.text)
    return concern


@transaction.atomic
def resolve_concern(*, actor: Person, at: datetime, concern: Concern, answer: str) -> Concern:
    """Answer ``concern``; in the words of whoever raised it this says that it is settled. The answer stands."""
    concern = _hold(concern)
    if not may_resolve_concern(actor, concern):
        raise ForbiddenError(say("Only members of a party, and whoever raised it, answer a concern."))
    if concern.resolved_at is not None:
        raise AlreadyAnsweredError(
            say("This concern has been answered already. What still worries you, raise it anew.")
        )
    refuse({"answer": found} if (found := _text_problems(answer, say("Say what happens about it."))) else {})
    _answer(concern, actor=actor, at=at, answer=answer.strip())
    return concern


def settle_by_ruling(*, concern: Concern, answer: str, actor: Person, at: datetime) -> None:
    """Answer ``concern``, of an agreement that the caller holds, by the decision about it; one that stands stays."""
    fresh = _fresh(concern, concern.agreement)
    if fresh.resolved_at is None:
        _answer(fresh, actor=actor, at=at, answer=answer)


def require_under_way(agreement: Agreement) -> None:
    """What worries somebody is said, and decided, while the agreement is in force or being said back."""
    if agreement.state not in {AgreementState.ACTIVE, AgreementState.READBACK}:
        raise NotActiveError(say("{label} is neither in force nor being said back.", label=agreement.label))


def _hold(concern: Concern) -> Concern:
    """Hold its agreement, as whoever writes a concern does, and read it afresh."""
    return _fresh(concern, lock_agreement(concern.agreement))


def _fresh(concern: Concern, agreement: Agreement) -> Concern:
    fresh = Concern.objects.select_related("commitment", "raised_by").get(pk=concern.pk)
    fresh.agreement = agreement
    return fresh


def _answer(concern: Concern, *, actor: Person, at: datetime, answer: str) -> None:
    concern.answer, concern.answered_by, concern.resolved_at = answer, actor, at
    concern.save(update_fields=["answer", "answered_by", "resolved_at"])
    _record(concern, kind="concern_resolved", actor=actor, at=at, said=concern.answer)
    drift.refresh(agreement=concern.agreement, at=at)


def _check(draft: ConcernDraft, agreement: Agreement) -> None:
    """Raise InvalidValueError, by field, about what the row itself could not tell."""
    problems = {"text": _text_problems(draft.text, say("Say in a sentence what worries you."))}
    if draft.commitment is not None and draft.commitment.agreement_id != agreement.pk:
        problems["commitment"] = [say("Choose a commitment of this agreement.")]
    if draft.metric is not None and draft.metric.agreement_id != agreement.pk:
        problems["metric"] = [say("Choose a metric of this agreement.")]
    if draft.commitment is not None and draft.metric is not None:
        problems["metric"] = [say("Name a commitment or a metric, not both.")]
    if draft.reading_on is not None and not _is_read(draft.metric, draft.reading_on):
        problems["reading_on"] = [say("There is no reading of that day.")]
    refuse({name: found for name, found in problems.items() if found})


def _text_problems(text: str, when_empty: str) -> list[str]:
    if not text.strip():
        return [when_empty]
    return [say("Say it in {most} letters at most.", most=say_number(LONGEST))] if len(text) > LONGEST else []


def _is_read(metric: Metric | None, on: date) -> bool:
    return metric is not None and metric.readings.filter(on=on).exists()


def _record(concern: Concern, *, kind: str, actor: Person, at: datetime, said: str) -> None:
    """Record it; how the parties work together is for them alone, so its words stay out of what others can read."""
    data = {"concern": concern.number, "concern_id": concern.pk, "about": str(concern.about)}
    if concern.about == About.WORK:
        data |= {"said": said}
    record(agreement=concern.agreement, kind=kind, actor=actor, at=at, data=data, commitment=concern.commitment)
