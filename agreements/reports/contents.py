"""The whole of what an alternative changes: what was asked, what follows from it, and its content hash."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from agreements.domain.amendments import ChangeKind
from agreements.domain.contents import ChangeContent, content_hash
from agreements.domain.ripple import Effect, RippleLine
from agreements.models import Change, Commitment
from agreements.reports.ripple import ripple_of


def whole(asked: Sequence[Change]) -> list[Change]:
    """Return ``asked`` and, behind it, what has to move with it, all in order and unsaved.

    What is asked of a date that cannot hold, since what it waits on lands later, is moved on in its own change.
    """
    wanted = wanted_of(asked)
    lines = {line.commitment: line for line in ripple_of(asked=wanted)}
    for change in asked:
        line = lines.get(change.commitment_id or 0)
        if line is not None and line.now != wanted[line.commitment]:
            _move(change, line)
    changes = [*asked, *_moved(line for line in lines.values() if line.effect is Effect.MOVED)]
    for position, change in enumerate(changes, start=1):
        change.position = position
    return changes


def wanted_of(asked: Iterable[Change]) -> dict[int, date | None]:
    """Return what ``asked`` wants of due dates, as ``ripple_of`` takes it."""
    return {
        change.commitment.pk: None if change.kind == ChangeKind.DROP_COMMITMENT else _wanted(change, change.commitment)
        for change in asked
        if change.commitment is not None
    }


def reach_of(wanted: Mapping[int, object]) -> set[int]:
    """Return the agreements of all that changes when ``wanted`` does."""
    dates = {pk: due_on if isinstance(due_on, date) else None for pk, due_on in wanted.items()}
    return {line.agreement for line in ripple_of(asked=dates) if line.is_change}


def hash_of(changes: Iterable[Change]) -> str:
    return content_hash(map(content, changes))


def content(change: Change) -> ChangeContent:
    return ChangeContent(
        kind=str(change.kind),
        agreement=change.agreement.number,
        commitment=change.commitment_id,
        metric=change.metric_id,
        is_ripple=change.is_ripple,
        was=change.was,
        now=change.now,
    )


def agreements_of(changes: Iterable[Change]) -> set[int]:
    return {change.agreement_id for change in changes}


def _wanted(change: Change, commitment: Commitment) -> date | None:
    return date.fromisoformat(change.now["due_on"]) if "due_on" in change.now else commitment.due_on


def _move(change: Change, line: RippleLine) -> None:
    assert line.now is not None  # what is dropped stays dropped
    change.was = change.was | {"due_on": line.was.isoformat()}
    change.now = change.now | {"due_on": line.now.isoformat()}


def _moved(lines: Iterable[RippleLine]) -> list[Change]:
    moving = {line.commitment: line for line in lines}
    rows = Commitment.objects.select_related("agreement", "owner", "accepted_by").in_bulk(list(moving))
    changes = [Change(kind=ChangeKind.COMMITMENT, agreement=rows[pk].agreement, commitment=rows[pk]) for pk in moving]
    for change, line in zip(changes, moving.values(), strict=True):
        change.is_ripple = True
        change.was, change.now = {}, {}
        _move(change, line)
    return changes
