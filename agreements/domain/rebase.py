"""Rebase: whether a change that was asked for still holds when others changed the same things meanwhile.

Three values decide each field: what it said when the change was asked for, what it says by now, what it should say.
Where nobody else touched the field the change keeps; where others did, a person chooses.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

type Json = Mapping[str, Any]
type Value = Any  # of a field, as the JSON of `agreements.domain.terms` says it
type Subject = tuple[str, int]  # "commitment" or "metric" and its id, "cadence" and the number of its agreement
type Key = tuple[Subject, str | None]  # without a field: the whole of it

LISTS = {"commitments": "commitment", "metrics": "metric"}


@dataclass(frozen=True, slots=True)
class Edit:
    """What is asked of one field; without a field it is asked of the whole: from `open` to `released`."""

    subject: Subject
    field: str | None
    was: Value
    now: Value


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that others changed to `theirs` meanwhile; None there when its whole subject went away."""

    subject: Subject
    field: str | None
    was: Value
    theirs: Value
    yours: Value


@dataclass(frozen=True, slots=True)
class Overlap:
    """What becomes of each edit: it keeps, it came about already, or it conflicts."""

    keep: tuple[Edit, ...]
    settled: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing that was asked for was touched by others."""
        return not self.settled and not self.conflicts


def overlaps(mine: Iterable[Edit], *, theirs: Mapping[Key, Value]) -> Overlap:
    """Return what becomes of `mine`, in their order.

    `theirs` holds what fields say by now, at least those that others changed; a whole subject stands in it only when
    it can be changed no more, with what became of it, such as `delivered`.
    """
    keep, settled, conflicts = [], [], []
    for edit in mine:
        said = _said(edit, theirs)
        if said == edit.was:
            keep.append(edit)
        elif said == edit.now:
            settled.append(edit)
        else:
            conflicts.append(Conflict(edit.subject, edit.field, edit.was, said, edit.now))
    return Overlap(tuple(keep), tuple(settled), tuple(conflicts))


def changed(*, base: Json, present: Json) -> dict[Key, Value]:
    """Return what the terms `present` say differently from `base`, both of one agreement, as `overlaps` takes it."""
    before, after = _subjects(base), _subjects(present)
    found: dict[Key, Value] = {(subject, None): None for subject in before.keys() - after.keys()}
    for subject, fields in after.items():
        had = before.get(subject, {})
        found |= {(subject, field): value for field, value in fields.items() if had.get(field) != value}
    return found


def _said(edit: Edit, theirs: Mapping[Key, Value]) -> Value:
    whole = (edit.subject, None)
    return theirs[whole] if whole in theirs else theirs.get((edit.subject, edit.field), edit.was)


def _subjects(terms: Json) -> dict[Subject, Json]:
    return dict(_each_subject(terms))


def _each_subject(terms: Json) -> Iterator[tuple[Subject, Json]]:
    for name, kind in LISTS.items():
        for one in terms[name]:
            yield (kind, one["id"]), one
    if terms["cadence"]:
        yield ("cadence", terms["number"]), terms["cadence"]
