"""Two people write the same text: what only one of them changed is kept, what both changed is laid side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

type Value = str | tuple[str, ...] | None
type Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both changed, each to something else."""

    was: Value
    theirs: Value
    yours: Value


@dataclass(frozen=True, slots=True)
class Merge:
    """`values` is what to write; in a field of `conflicts` it holds theirs until somebody chose."""

    values: Values
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)


def merged(*, base: Values, theirs: Values, yours: Values) -> Merge:
    """Merge two versions, field by field, of what both began from; all three have the same fields."""
    conflicts = {
        name: Conflict(was=was, theirs=theirs[name], yours=yours[name])
        for name, was in base.items()
        if was != theirs[name] != yours[name] != was
    }
    values = {name: yours[name] if theirs[name] == was else theirs[name] for name, was in base.items()}
    return Merge(values, conflicts)


def before(now: Values, edits: Iterable[Values]) -> Values:
    """Return what `now` was before `edits`: of each, newest first, what the fields it changed held before it."""
    values = dict(now)
    for was in edits:
        values |= was
    return values
