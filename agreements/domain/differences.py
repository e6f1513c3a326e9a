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
class _Entry:
    name: str
    fields: Mapping[str, str | None]


def differences(was: Json, now: Json) -> list[Difference]:
    """Return what `now` says differently from `was`: both the JSON objects of `agreements.domain.terms`."""
    before, after = dict(_entries(was)), dict(_entries(now))
    return [
        difference for key in {**before, **after} for difference in _between(key[0], before.get(key), after.get(key))
    ]


def _between(kind: str, was: _Entry | None, now: _Entry | None) -> Iterator[Difference]:
    if was is None:
        assert now is not None  # a key comes from at least one of the two
        yield Difference(kind, now.name, None, None, now.name)
    elif now is None:
        yield Difference(kind, was.name, None, was.name, None)
    else:
        yield from _between_fields(kind, was, now)


def _between_fields(kind: str, was: _Entry, now: _Entry) -> Iterator[Difference]:
    for field in sorted(now.fields):
        if now.fields[field] != was.fields[field]:
            yield Difference(kind, now.name, field, was.fields[field], now.fields[field])


def _entries(terms: Json) -> Iterator[tuple[Key, _Entry]]:
    yield (AGREEMENT, None), _entry(terms["title"], {k: v for k, v in terms.items() if not _is_nested(k)})
    for of_list, (kind, key, name) in ENTRIES.items():
        for item in terms[of_list]:
            yield (kind, item[key]), _entry(item[name], item)
    if terms["cadence"]:
        yield ("cadence", None), _entry(terms["cadence"]["frequency"], terms["cadence"])


def _is_nested(key: str) -> bool:
    return key in ENTRIES or key == "cadence"


def _entry(name: str, values: Json) -> _Entry:
    return _Entry(name, {field: _text(value) for field, value in values.items()})


def _text(value: Any) -> str | None:
    if isinstance(value, list):  # of waits_on
        value = ", ".join(f"commitment {wait['commitment']} + {wait['lag_days']} days" for wait in value)
    return None if value in (None, "") else str(value)
