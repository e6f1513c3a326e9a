"""The terms of an agreement and their content hash: what each representative signs.

Any program can compute the hash, from the answers of the API:

1. Build one JSON object with all the keys of `Terms` below, in nested objects too; what is missing is null.
   People are e-mail addresses, teams slugs, commitments and metrics ids; `format` is the number 1.
2. Dates are `2027-03-15`; the time of a cadence is `10:00`; decimals are strings without an exponent and
   without trailing zeros (`"97.5"`, `"500"`, `"0"`).
3. Text is in Unicode normalisation form C with line feeds as its line ends.
4. Each list is sorted by the first key of its objects: parties by `team`, commitments and metrics by `id`,
   `waits_on` by `commitment`.
5. Write it as RFC 8785 (JSON Canonicalization Scheme) says: keys sorted, no spaces, UTF-8.
6. The hash is the SHA-256 of those bytes, as 64 lower-case hexadecimal digits.
"""

import datetime as dt
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from agreements.domain.cadence import Frequency
from agreements.domain.metrics import BoundKind, Direction

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTerms:
    """A team, who signs for it, and what the agreement gives it."""

    team: str
    representative: str | None
    gains: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitTerms:
    """The commitment waited on, maybe of another agreement, and the lag in calendar days."""

    commitment: int
    lag_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentTerms:
    """One promise: `owner` of `team` owes it to `for_team`, where `accepted_by` accepts it."""

    id: int
    deliverable: str
    done_when: str
    team: str
    for_team: str
    owner: str | None
    accepted_by: str | None
    needed_by: dt.date | None
    due_on: dt.date | None
    waits_on: tuple[WaitTerms, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricTerms:
    """A joint metric; `bound_on` is the metric that its bound stands on, None for itself."""

    id: int
    name: str
    unit: str
    direction: Direction
    baseline: Decimal
    starts_on: dt.date
    target: Decimal
    target_on: dt.date
    bound: Decimal | None
    bound_kind: BoundKind | None
    bound_on: int | None
    reporter: str | None
    every_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceTerms:
    """How often the parties meet; `weekday` is an English name in lower case, `time` whole minutes."""

    frequency: Frequency
    interval: int
    weekday: str
    nth: int | None
    time: dt.time
    minutes: int
    time_zone: str
    starts_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """All that is signed. Who facilitates and how long answers may take is not: it promises nothing."""

    number: int
    title: str
    shared_goal: str
    time_zone: str
    visibility: str
    notice_days: int
    starts_on: dt.date | None
    review_on: dt.date | None
    parties: tuple[PartyTerms, ...]
    commitments: tuple[CommitmentTerms, ...]
    metrics: tuple[MetricTerms, ...] = ()
    cadence: CadenceTerms | None = None
    format: int = FORMAT

    def accepter_of(self, commitment: CommitmentTerms) -> str | None:
        """Return who accepts it: the person named, else whoever signs for the receiving party."""
        signs_for = {party.team: party.representative for party in self.parties}
        return commitment.accepted_by or signs_for.get(commitment.for_team)


def canonical(terms: Terms) -> bytes:
    """Return the bytes that stand for `terms`, the same for all terms that mean the same."""
    return _written(terms)


def terms_hash(terms: Terms) -> str:
    """Return the content hash of `terms`: 64 lower-case hexadecimal digits."""
    return sha256(canonical(terms)).hexdigest()


def line_hash(commitment: CommitmentTerms) -> str:
    """Return the hash of one commitment alone, of its object written by the same rules as the whole terms."""
    return sha256(_written(commitment)).hexdigest()


def line_hashes(frozen: Mapping[str, Any]) -> dict[int, str]:
    """Return the hash of each commitment of terms `frozen` in their canonical form, by its id."""
    return {line["id"]: sha256(_dumped(line)).hexdigest() for line in frozen.get("commitments", ())}


def _written(part: "DataclassInstance") -> bytes:
    return _dumped(_object(part))


def _dumped(form: Mapping[str, Any]) -> bytes:
    return json.dumps(form, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _object(part: "DataclassInstance") -> dict[str, Any]:
    return {field.name: _plain(getattr(part, field.name)) for field in fields(part)}


def _plain(value: Any) -> Any:
    match value:
        case None | int():
            return value
        case tuple():
            return sorted(map(_object, value), key=_first_value)
        case CadenceTerms():
            return _object(value)
    return _text(value)


def _first_value(part: dict[str, Any]) -> Any:
    return next(iter(part.values()))


def _text(value: str | Decimal | dt.date | dt.time) -> str:
    match value:
        case Decimal():
            return _digits(value)
        case dt.date():
            return value.isoformat()
        case dt.time():
            return value.isoformat(timespec="minutes")
    return unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")


def _digits(value: Decimal) -> str:
    """Write a decimal without an exponent, trailing zeros or the sign of zero."""
    digits = f"{value:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits
