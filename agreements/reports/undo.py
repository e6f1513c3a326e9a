"""What may still be taken back: the latest answer of a person, for two minutes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from agreements.domain.commitments import CommitmentState
from agreements.domain.undo import UNDO_FOR, may_still_undo
from agreements.models import CheckIn, Commitment
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Undo:
    """The key of an answer that its giver may take back, what it says, and until when."""

    pk: int
    standing: str
    until: datetime


def is_undoable(answer: CheckIn, *, at: datetime) -> bool:
    """Whether ``answer`` is young enough and was not put back itself."""
    return answer.before is not None and may_still_undo(answer.at, at=at)


def undo_of(commitment: Commitment, *, viewer: Person, at: datetime) -> Undo | None:
    """What ``viewer`` may take back of ``commitment`` at ``at``."""
    if commitment.state != CommitmentState.OPEN:
        return None
    return undos(commitments=[commitment.pk], person=viewer, at=at).get(commitment.pk)


def undos(*, commitments: Collection[int], person: Person, at: datetime) -> dict[int, Undo]:
    """What ``person`` may take back of ``commitments``, which are open, by their keys. One query."""
    recent = CheckIn.objects.filter(commitment__in=commitments, person=person, at__gte=at - UNDO_FOR, at__lte=at)
    answers = [answer for answer in recent.order_by("at", "pk") if is_undoable(answer, at=at)]
    return {answer.commitment_id: Undo(answer.pk, answer.standing, answer.at + UNDO_FOR) for answer in answers}
