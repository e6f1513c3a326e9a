"""What may still be taken back: the latest answer of a person, for two minutes."""

from collections.abc import Collection
from datetime import datetime

from agreements.domain.undo import UNDO_FOR, may_still_undo
from agreements.models import CheckIn
from teams.models import Person


def is_undoable(answer: CheckIn, *, at: datetime) -> bool:
    """Whether ``answer`` is young enough and was not put back itself."""
    return answer.before is not None and may_still_undo(answer.at, at=at)


def undoable(*, commitments: Collection[int], person: Person, at: datetime) -> dict[int, CheckIn]:
    """The answer that ``person`` may take back of each of ``commitments``, by its key. One query."""
    recent = CheckIn.objects.filter(commitment__in=commitments, person=person, at__gte=at - UNDO_FOR, at__lte=at)
    answers = recent.order_by("at", "pk")
    return {answer.commitment_id: answer for answer in answers if is_undoable(answer, at=at)}
