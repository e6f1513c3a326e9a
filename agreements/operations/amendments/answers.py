"""Each affected person answers each alternative: accepts it, declines it with a reason, or brings another one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from agreements.domain.amendments import FINAL, PATHS, AmendmentMove, AmendmentState, Answer
from agreements.domain.contents import Deviation, deviations, plain
from agreements.models import Agreement, Alternative, Amendment, Consent
from agreements.operations.amendments.alternatives import bring, touch
from agreements.operations.amendments.asking import build
from agreements.operations.amendments.changes import Asking, under
from agreements.operations.amendments.drafts import AnswerDraft
from agreements.operations.amendments.holding import Held, hold, reach_of_drafts, require_held
from agreements.operations.amendments.rebasing import Renewal, bring_up_to_date, reach_of_stored
from agreements.operations.amendments.settling import settle
from agreements.operations.amendments.telling import facts_of
from agreements.operations.events import record
from agreements.operations.locks import RemovedMeanwhileError
from agreements.permissions import may_answer
from agreements.reports.contents import agreements_of, content
from agreements.reports.standing import changes_in
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import refuse


class AlreadyAnsweredError(RefusalError):
    """To accept or to decline is final; a second press of the button changes nothing."""

    code = "already_answered"


class AlternativeClosedError(RefusalError):
    """What one person has declined cannot be agreed any more."""

    code = "alternative_closed"


class StaleAlternativeError(RefusalError):
    """The content is another one than this person read; ``changes`` say in what, ``content_hash`` names the present."""

    code = "stale_alternative"

    def __init__(self, changes: Sequence[Deviation], *, content_hash: str) -> None:
        self.changes = tuple(changes)
        self.content_hash = content_hash
        super().__init__(say("This changed since you read it. Read it again before you answer."))

    @property
    def details(self) -> Mapping[str, object]:
        return {"content_hash": self.content_hash, "changes": [_line(change) for change in self.changes]}


@transaction.atomic
def answer(*, actor: Person, at: datetime, alternative: Alternative, draft: AnswerDraft) -> Amendment:
    """Answer ``alternative`` for all of the actor's roles; to accept and to decline is final.

    To accept brings it up to date first: when that changes its content, only who names the hash of the new one
    accepts. The last one who accepts brings it into force. Raises StaleAlternativeError, AmendmentConflictError,
    AlreadyAnsweredError, AlternativeClosedError and InvalidValueError with fields such as ``counter.changes.0.due_on``.
    """
    held = hold(alternative.amendment, reach=_reach(alternative, draft))
    alternative = _fresh(alternative, held)
    consent = _require_waiting(actor, alternative, held)
    if draft.answer is Answer.ACCEPT:
        _require_read(held, alternative, draft, actor=actor, at=at)
    consent.answer, consent.answered_at, consent.reason = draft.answer, at, draft.reason.strip()
    consent.content_hash = alternative.content_hash
    data = facts_of(held) | {"alternative": alternative.label, "answer": draft.answer.value, "reason": consent.reason}
    if draft.answer is Answer.COUNTER:
        data |= {"counter": _counter(held, draft, actor=actor, at=at).label}
    elif draft.answer is Answer.DECLINE and not consent.reason:
        refuse({"reason": [say("Say why, so that the others can bring something better.")]})
    consent.save()
    kind = "amendment_countered" if draft.answer is Answer.COUNTER else "amendment_answered"
    record(agreement=held.home, kind=kind, actor=actor, at=at, data=data)
    return settle(held, actor=actor, at=at)


def _reach(alternative: Alternative, draft: AnswerDraft) -> set[int]:
    """What the answer may touch beside what the amendment does."""
    if draft.answer is Answer.ACCEPT:
        return reach_of_stored([alternative])
    return reach_of_drafts(draft.counter.changes) if draft.counter else set()


def _fresh(alternative: Alternative, held: Held) -> Alternative:
    fresh = held.amendment.alternatives.filter(pk=alternative.pk).first()
    if fresh is None:
        raise RemovedMeanwhileError(say("This alternative has just been given up."))
    fresh.amendment = held.amendment
    return fresh


def _require_waiting(actor: Person, alternative: Alternative, held: Held) -> Consent:
    """The question to ``actor``, if it still waits for an answer."""
    if not may_answer(actor, alternative):
        raise ForbiddenError(say("Only those whom it affects answer a change, each for themselves."))
    consent = alternative.consents.get(person=actor)
    if consent.answer in FINAL:
        raise AlreadyAnsweredError(say("You have answered this."))
    PATHS.after(AmendmentState(held.amendment.state), AmendmentMove.AGREE)  # refuses what is closed
    if alternative.consents.filter(answer=Answer.DECLINE).exists():
        raise AlternativeClosedError(say("Somebody has declined this alternative. Look at the others."))
    return consent


def _require_read(held: Held, alternative: Alternative, draft: AnswerDraft, *, actor: Person, at: datetime) -> None:
    """Bring ``alternative`` up to date, and refuse to go on when the actor has read something else."""
    read = draft.content_hash or alternative.content_hash
    bring_up_to_date(held, Renewal(alternative, keep={alternative.brought_by_id}, actor=actor, at=at))
    if read != alternative.content_hash:
        raise StaleAlternativeError(_deviations(alternative, read, actor), content_hash=alternative.content_hash)
    if not may_answer(actor, alternative):
        raise ForbiddenError(say("By now this no longer affects you."))


def _deviations(alternative: Alternative, read: str, actor: Person) -> list[Deviation]:
    """What differs from what was read under that hash, as far as it is known and in the actor's sight."""
    if read not in alternative.former:
        return []
    present = changes_in(alternative)
    found = deviations(read=alternative.former[read], present=plain(map(content, present)))
    seen = Agreement.objects.visible_to(actor).filter(number__in={deviation.agreement for deviation in found})
    numbers = set(seen.values_list("number", flat=True))
    return [deviation for deviation in found if deviation.agreement in numbers]


def _counter(held: Held, draft: AnswerDraft, *, actor: Person, at: datetime) -> Alternative:
    if draft.counter is None:
        refuse({"counter": [say("Say what you bring instead.")]})
    assert draft.counter is not None
    with under("counter"):
        alternative, changes = build(draft.counter, Asking(actor, held.home, at))
    require_held(agreements_of(changes), held.agreements)
    bring(alternative, changes=changes, held=held)
    touch(held)
    return alternative


def _line(deviation: Deviation) -> dict[str, object]:
    return {
        "commitment": deviation.commitment,
        "metric": deviation.metric,
        "field": deviation.field,
        "read": deviation.read,
        "present": deviation.present,
    }
