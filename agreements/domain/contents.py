"""What one alternative of a change says, and its content hash: exactly that is what people consent to.

Any program can compute the hash:

1. Write each change, asked ones first, as one JSON object with all the keys of `ChangeContent` below; what is missing
   is null. Agreements are numbers, commitments and metrics ids.
2. In `was` and `now` values are written as in the terms (`agreements.domain.terms`): people as e-mail addresses, teams
   as slugs, dates as `2027-03-15`, decimals as strings.
3. Write the list of them as RFC 8785 (JSON Canonicalization Scheme) says: keys sorted, no spaces, UTF-8.
4. The hash is the SHA-256 of those bytes, as 64 lower-case hexadecimal digits.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

type Json = Mapping[str, Any]
type Subject = tuple[str, int, int | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContent:
    """One change: in `was` and `now` the same fields, before and after."""

    kind: str
    agreement: int
    commitment: int | None
    metric: int | None
    is_ripple: bool
    was: Json
    now: Json


@dataclass(frozen=True, slots=True)
class Deviation:
    """A field that is changed otherwise than somebody read; each side is None where the field is not changed at all."""

    kind: str
    agreement: int
    commitment: int | None
    metric: int | None
    field: str
    read: Json | None
    present: Json | None


def plain(changes: Iterable[ChangeContent]) -> list[dict[str, Any]]:
    """Return `changes` as JSON holds them."""
    return [asdict(change) for change in changes]


def content_hash(changes: Iterable[ChangeContent]) -> str:
    """Return the content hash of `changes`: 64 lower-case hexadecimal digits."""
    text = json.dumps(plain(changes), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def deviations(*, read: Sequence[Json], present: Sequence[Json]) -> tuple[Deviation, ...]:
    """Return what `present` changes otherwise than `read`, both as `plain` writes them."""
    before, after = dict(_fields(read)), dict(_fields(present))
    return tuple(
        Deviation(*subject, field, before.get((subject, field)), after.get((subject, field)))
        for subject, field in {**before, **after}
        if before.get((subject, field)) != after.get((subject, field))
    )


def _fields(changes: Sequence[Json]) -> Iterator[tuple[tuple[Subject, str], Json]]:
    for change in changes:
        subject = change["kind"], change["agreement"], change["commitment"], change["metric"]
        for field, value in change["now"].items():
            yield (subject, field), {"was": change["was"].get(field), "now": value}
