"""How the alternatives of a change stand to what is in force by now: as they were brought, or overtaken by others."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from agreements.domain.amendments import ChangeKind
from agreements.domain.commitments import CommitmentState
from agreements.domain.rebase import Edit, Subject, overlaps
from agreements.models import Alternative, Amendment, Cadence, Change, Commitment
from agreements.reports.contents import hash_of, whole
from agreements.reports.present import Json, cadence_now, values_now


class Standing(StrEnum):
    """Fresh: as it was brought. Rebasable: the next answer brings it up to date. Conflicting: the asker chooses."""

    FRESH = "fresh"
    REBASABLE = "rebasable"
    CONFLICTING = "conflicting"


@dataclass(frozen=True, slots=True)
class Clash:
    """A field of ``change`` that others changed to ``theirs`` meanwhile; without a field all of it is over.

    Values are JSON as changes hold them; of what is over, ``theirs`` is its state and ``ours`` None.
    """

    change: Change
    field: str | None
    was: Any
    theirs: Any
    ours: Any

    @property
    def can_keep_ours(self) -> bool:
        """What was delivered, released or has lapsed can no longer be changed."""
        return self.field is not None


@dataclass(frozen=True, slots=True)
class Looked:
    """One change that was asked for: what its fields say by now, which of them nobody else touched, and which clash."""

    change: Change
    present: Json
    kept: tuple[str, ...]
    clashes: tuple[Clash, ...] = ()

    def brought_up(self, *, keep_ours: bool = False) -> Change | None:
        """Return it, unsaved, from what is in force by now; None when nothing of it is left to change."""
        fields = {*self.kept, *(clash.field for clash in self.clashes if keep_ours)}
        stored = self.change
        if not fields:
            return None
        now = {field: value for field, value in stored.now.items() if field in fields}
        was = {field: self.present.get(field) for field in now}
        if stored.kind in WHOLE:
            others = {field: value for field, value in self.present.items() if field not in fields}
            was, now = self.present, stored.now | others
        return Change(
            kind=stored.kind,
            agreement=stored.agreement,
            commitment=stored.commitment,
            metric=stored.metric,
            was=was,
            now=now,
        )


WHOLE = (ChangeKind.CADENCE, ChangeKind.ADD_COMMITMENT)  # all their fields are written, whichever change


def changes_in(alternative: Alternative) -> list[Change]:
    """Return what ``alternative`` changes, asked and rippled, with the rows as they are now. One query."""
    rows = alternative.changes.select_related(
        "agreement", "commitment__agreement", "commitment__owner", "commitment__accepted_by", "metric"
    )
    return list(rows.order_by("position"))


def standing_of(amendment: Amendment) -> Standing:
    """How the open alternatives of an open amendment stand; the worst of them."""
    standings = {_standing(alternative) for alternative in amendment.alternatives.open()}
    return max(standings, key=list(Standing).index, default=Standing.FRESH)


def look_at(changes: Sequence[Change]) -> tuple[Looked, ...]:
    """Return what became by now of the asked ones among ``changes``, those of one alternative, in their order."""
    return tuple(_look(change) for change in changes if not change.is_ripple)


def clashes_of(amendment: Amendment) -> tuple[Clash, ...]:
    """What the asker has to choose about, over all open alternatives."""
    alternatives = amendment.alternatives.open().order_by("position")
    looks = [looked for alternative in alternatives for looked in look_at(changes_in(alternative))]
    return tuple(clash for looked in looks for clash in looked.clashes)


def _standing(alternative: Alternative) -> Standing:
    looks = look_at(changes_in(alternative))
    if any(looked.clashes for looked in looks):
        return Standing.CONFLICTING
    left = [change for looked in looks if (change := looked.brought_up())]
    return Standing.FRESH if hash_of(whole(left)) == alternative.content_hash else Standing.REBASABLE


def _look(change: Change) -> Looked:
    commitment, present = change.commitment, _present(change)
    if change.kind == ChangeKind.ADD_COMMITMENT:
        return Looked(_waiting_on_what_is_there(change), present, tuple(change.now))
    if commitment is not None and commitment.state != CommitmentState.OPEN:
        if present == change.now:  # it was to be released, and is
            return Looked(change, present, ())
        over = Clash(change, None, CommitmentState.OPEN.value, commitment.state, None)
        return Looked(change, present, (), (over,))
    subject = _subject(change)
    theirs = {(subject, field): present.get(field) for field in change.now}
    overlap = overlaps(_edits(change, subject), theirs=theirs)
    clashes = tuple(Clash(change, one.field, one.was, one.theirs, one.yours) for one in overlap.conflicts)
    return Looked(change, present, tuple(str(edit.field) for edit in overlap.keep), clashes)


def _waiting_on_what_is_there(added: Change) -> Change:
    """Return the promise to be added without what it was to wait on and a draft has lost since."""
    waits = added.now.get("waits_on", [])
    found = Commitment.objects.filter(pk__in=[wait["commitment"] for wait in waits])
    there = set(found.values_list("pk", flat=True)) if waits else set()
    present = copy(added)
    present.now = added.now | {"waits_on": [wait for wait in waits if wait["commitment"] in there]}
    return present


def _edits(change: Change, subject: Subject) -> list[Edit]:
    fields = [field for field, value in change.now.items() if change.was.get(field) != value]
    return [Edit(subject, field, change.was.get(field), change.now[field]) for field in fields]


def _subject(change: Change) -> Subject:
    if change.kind == ChangeKind.CADENCE:
        return "cadence", change.agreement.number
    return ("metric", change.metric_id) if change.metric_id else ("commitment", change.commitment_id or 0)


def _present(change: Change) -> Json:
    """What the fields of ``change`` say by now."""
    if change.kind == ChangeKind.CADENCE:
        return cadence_now(Cadence.objects.filter(agreement=change.agreement_id).first())
    row = change.commitment or change.metric
    return values_now(row, change.now) if row else {}
