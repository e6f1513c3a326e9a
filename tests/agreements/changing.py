"""A launch in force and changes of it, as the tests of their pages and reports begin."""

from datetime import date, datetime

from agreements.domain.amendments import Answer, ChangeKind, Trade
from agreements.models import Agreement, Alternative, Amendment, Commitment
from agreements.operations.amendments import (
    AlternativeDraft,
    AmendmentDraft,
    AnswerDraft,
    ChangeDraft,
    answer,
    ask_for_change,
)
from teams.models import Person

WEEK_LATER = date(2027, 3, 22)


def later(commitment: Commitment, *, due_on: date = WEEK_LATER, label: str = "A week later") -> AlternativeDraft:
    """One way: another date for ``commitment``."""
    change = ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=commitment, now={"due_on": due_on})
    return AlternativeDraft(label=label, trade=Trade.DATE, changes=(change,))


def asked(*ways: AlternativeDraft, by: Person, at: datetime, within: Agreement) -> Amendment:
    draft = AmendmentDraft(reason="Rounding breaks the invoice.", alternatives=ways)
    return ask_for_change(actor=by, at=at, agreement=within, draft=draft)


def accepted(amendment: Amendment, *, by: Person, at: datetime, position: int = 1) -> Amendment:
    return _answered(amendment, position, by, at, AnswerDraft(answer=Answer.ACCEPT))


def declined(amendment: Amendment, *, by: Person, at: datetime, position: int = 1) -> Amendment:
    return _answered(amendment, position, by, at, AnswerDraft(answer=Answer.DECLINE, reason="We have told customers."))


def countered(amendment: Amendment, way: AlternativeDraft, *, by: Person, at: datetime) -> Amendment:
    return _answered(amendment, 1, by, at, AnswerDraft(answer=Answer.COUNTER, counter=way))


def _answered(amendment: Amendment, position: int, by: Person, at: datetime, draft: AnswerDraft) -> Amendment:
    alternative = Alternative.objects.get(amendment=amendment, position=position)
    return answer(actor=by, at=at, alternative=alternative, draft=draft)


def filled_in(commitment: Commitment, *, option: int = 0, **fields: str) -> dict[str, object]:
    """What a browser sends of an option that is about ``commitment``, with ``fields`` of it written over."""
    assert commitment.owner is not None
    present = {
        "due_on": str(commitment.due_on),
        "owner": str(commitment.owner.pk),
        "deliverable": commitment.deliverable,
        "done_when": commitment.done_when,
    }
    prefix = f"option-{option}"
    return {
        f"{prefix}-subject": [f"c{commitment.pk}"],
        **{f"{prefix}-c{commitment.pk}-{name}": value for name, value in {**present, **fields}.items()},
    }
