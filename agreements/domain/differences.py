"""What differs between two terms, one line a field, so that a person can read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

type Json = Mapping[str, Any]
type Key = tuple[str, str | int | None]

# Of each list in the terms: what one entry is, the key that identifies it, and the key that people call it by.
ENTRIES = {
    "parties": ("party", "team", "team"),
    "commitments": ("commitment", "id", "deliverable"),
    "metrics": ("metric", "id", "name"),
}
AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one entry that differs; a whole entry that came or went has no field.

    `kind` is agreement, party, commitment, metric or cadence, `name` what people call it; `was` and `now` are
    None for what is empty.
    """

    kind: str
    name: str
    field: str | None
    was: str | None
    now: str | None

    @property
    def sentence(self) -> str:
        """Return a line such as `Commitment “API spec”: due on is 2027-03-22, was 2027-03-15`."""
        what = f"{self.kind.capitalize()} “{self.name}”"
        if self.field is None:
            return f"{what} was {'added' if self.was is None else 'removed'}"
        return f"{what}: {self.field.replace('_', ' ')} is {self.now or 'empty'}, was {self.was or 'empty'}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One party, commitment or metric, the cadence, or the agreement itself; values as the terms hold them."""

    name: str
    values: Json


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry in both terms, at least one of its fields different; None where it came or went."""

    kind: str
    was: Entry | None
    now: Entry | None

    @property
    def name(self) -> str:
        """What it is called now, or was called when it went."""
        entry = self.now or self.was
        assert entry is not None  # a pair is of at least one
        return entry.name

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ, sorted; of what came or went all that are not empty."""
        was, now = _texts(self.was), _texts(self.now)
        return tuple(field for field in sorted({**was, **now}) if was.get(field) != now.get(field))


def differences(was: Json, now: Json) -> list[Difference]:
    """Return what `now` says differently from `was`: both the JSON objects of `agreements.domain.terms`."""
    return [difference for pair in pairs(was, now) for difference in _of(pair)]


def pairs(was: Json, now: Json) -> list[Pair]:
    """Return the entries in which `now` differs from `was`: the agreement, parties, commitments, metrics, cadence."""
    before, after = dict(_entries(was)), dict(_entries(now))
    found = [Pair(key[0], before.get(key), after.get(key)) for key in {**before, **after}]
    return [pair for pair in found if pair.fields]


def _of(pair: Pair) -> Iterator[Difference]:
    was, now = _texts(pair.was), _texts(pair.now)
    if pair.was and pair.now:
        for field in pair.fields:
            yield Difference(pair.kind, pair.name, field, was[field], now[field])
    else:
        yield Difference(pair.kind, pair.name, None, _name(pair.was), _name(pair.now))


def _entries(terms: Json) -> Iterator[tuple[Key, Entry]]:
    yield (AGREEMENT, None), Entry(terms["title"], {k: v for k, v in terms.items() if not _is_nested(k)})
    for of_list, (kind, key, name) in ENTRIES.items():
        for item in terms[of_list]:
            yield (kind, item[key]), Entry(item[name], item)
    if terms["cadence"]:
        yield ("cadence", None), Entry(terms["cadence"]["frequency"], terms["cadence"])


def _name(entry: Entry | None) -> str | None:
    return entry.name if entry else None


def _is_nested(key: str) -> bool:
    return key in ENTRIES or key == "cadence"


def _texts(entry: Entry | None) -> dict[str, str | None]:
    return {field: _text(value) for field, value in entry.values.items()} if entry else {}


def _text(value: Any) -> str | None:
    if isinstance(value, list):  # of waits_on
        value = ", ".join(f"commitment {wait['commitment']} + {wait['lag_days']} days" for wait in value)
    return None if value in (None, "") else str(value)
