"""Whether an option still starts from what is in force, told from what a page has read anyway."""

from collections.abc import Iterable, Sequence

from agreements.domain.amendments import ChangeKind
from agreements.domain.commitments import CommitmentState
from agreements.domain.ripple import Effect
from agreements.models import Alternative, Change
from agreements.reports.chain import Chain
from agreements.reports.contents import hash_of, whole
from agreements.reports.present import values_now
from agreements.reports.standing import Standing, look_at

type Move = tuple[int, str, str]  # a commitment and its date, before and after


def standing_and_hash(alternative: Alternative, changes: Sequence[Change], chain: Chain) -> tuple[Standing, str]:
    """How an open ``alternative`` stands, and the hash of its content as it would be answered now.

    Costs nothing while it starts from what is in force, as nearly all do; ``chain`` is what it moves by now.
    """
    if _is_current(changes, chain):
        return Standing.FRESH, alternative.content_hash
    looks = look_at(changes)
    if any(looked.clashes for looked in looks):
        return Standing.CONFLICTING, alternative.content_hash
    present = hash_of(whole([change for looked in looks if (change := looked.brought_up())]))
    return (Standing.FRESH if present == alternative.content_hash else Standing.REBASABLE), present


def _is_current(changes: Sequence[Change], chain: Chain) -> bool:
    if any(change.kind == ChangeKind.CADENCE for change in changes) or any(link.row.is_veiled for link in chain.links):
        return False  # not told from what was read: to be looked at
    return all(map(_starts_from_present, changes)) and _stored_moves(changes) == _moves(chain)


def _starts_from_present(change: Change) -> bool:
    if change.commitment is not None and change.commitment.state != CommitmentState.OPEN:
        return False
    row = change.commitment or change.metric
    return row is None or values_now(row, change.was) == change.was


def _stored_moves(changes: Iterable[Change]) -> set[Move]:
    return {
        (change.commitment_id, change.was["due_on"], change.now["due_on"])
        for change in changes
        if change.commitment_id is not None and "due_on" in change.now
    }


def _moves(chain: Chain) -> set[Move]:
    rows = (link.row for link in chain.links if link.row.effect in {Effect.CHANGED, Effect.MOVED})
    return {
        (row.commitment, row.was.isoformat(), row.now.isoformat())
        for row in rows
        if row.commitment and row.was and row.now and row.was != row.now
    }
