"""The latest press on the page behind a mail link, for as long as it can be taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from agreements.domain.commitments import CommitmentState
from agreements.domain.undo import UNDO_FOR, may_still_undo
from agreements.models import CheckIn, Commitment
from agreements.permissions import acts_for
from agreements.reports.undo import is_undoable
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Press:
    """What was said at once, until when it can be taken back at once, and the short names of who will see it."""

    given: tuple[CheckIn, ...]
    delivered: tuple[Commitment, ...]
    until: datetime
    told: tuple[str, ...]


def latest_press(commitments: Collection[Commitment], *, person: Person, at: datetime) -> Press | None:
    """What ``person`` said last about ``commitments``, which bring their people along; None when two minutes passed."""
    found = {one.pk: one for one in commitments}
    given = _given([pk for pk, one in found.items() if one.state == CommitmentState.OPEN], person, at)
    delivered = [one for one in commitments if _is_just_declared(one, at)]
    said = [*(row.at for row in given), *(one.declared_at for one in delivered if one.declared_at)]
    if not said:
        return None
    given = [row for row in given if row.at == max(said)]
    delivered = [one for one in delivered if one.declared_at == max(said)]
    about = [*(found[row.commitment_id] for row in given), *delivered]
    told = dict.fromkeys(_other(one, person) for one in about)
    return Press(tuple(given), tuple(delivered), max(said) + UNDO_FOR, tuple(told))


def _given(commitments: Collection[int], person: Person, at: datetime) -> list[CheckIn]:
    rows = CheckIn.objects.filter(commitment__in=commitments, person=person, at__gte=at - UNDO_FOR)
    rows = rows.select_related("commitment", "person").order_by("at", "pk")
    latest = {row.commitment_id: row for row in rows}
    return [row for row in latest.values() if is_undoable(row, at=at)]


def _is_just_declared(commitment: Commitment, at: datetime) -> bool:
    declared_at = commitment.declared_at if commitment.state == CommitmentState.DELIVERED else None
    return declared_at is not None and may_still_undo(declared_at, at=at)


def _other(commitment: Commitment, person: Person) -> str:
    other = commitment.accepted_by if acts_for(person, commitment.owner) else commitment.owner
    return other.get_short_name() if other else ""
