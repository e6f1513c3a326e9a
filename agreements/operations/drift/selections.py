"""Finds the subjects whose open flags no longer say what the rules say: one statement a kind of subject."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args, get_type_hints

from django.db import connection

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts, CommitmentFacts, MetricFacts
from agreements.domain.drift.registry import AGREEMENT_RULES, COMMITMENT_RULES, METRIC_RULES, AnyRule
from agreements.domain.drift.rules import Subject
from agreements.operations.drift import facts

type AnyFacts = CommitmentFacts | MetricFacts | AgreementFacts

COLUMN_TYPES: Mapping[object, str] = {
    bool: "boolean",
    date: "date",
    datetime: "timestamptz",
    Decimal: "numeric",
    int: "integer",
    str: "text",
    tuple[str, ...]: "text[]",
}
DIFFERING = "COALESCE(found.signs, '{}') IS DISTINCT FROM COALESCE(held.signs, '{}')"
ALL = "TRUE"

# cuts: the cut-offs of the agreements in force, as JSON. agreements: all that are looked at, in force or no more.
# A sign is rule:strength:evidence that waiting alone can change; found by the rules, held by the open flags.
STATEMENT = """
WITH cut AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(cuts)s::jsonb) AS cut(agreement_id bigint, {cut_columns})
), upstream AS ({upstream}), facts AS ({facts}), found AS (
  SELECT facts.*, array_remove(ARRAY[{found_signs}]::text[], NULL) AS signs
  FROM facts JOIN cut ON cut.agreement_id = facts.agreement_id
), held AS (
  SELECT {key} AS id, min(flag.agreement_id) AS agreement_id,
    array_agg(concat_ws(':', flag.rule, flag.strength, {held_evidence}) ORDER BY flag.rule COLLATE "C") AS signs
  FROM agreements_driftflag flag
  WHERE flag.closed_at IS NULL AND flag.agreement_id = ANY(%(agreements)s) AND {is_kind}
  GROUP BY {key}
)
SELECT COALESCE(found.id, held.id), COALESCE(found.agreement_id, held.agreement_id), found.id IS NOT NULL,
  found.first_told, found.zone, {columns}
FROM found FULL JOIN held ON held.id = found.id
WHERE {condition}
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of subject: its rules, where its facts come from, and which flags stand on it."""

    subject: Subject
    rules: Sequence[AnyRule]
    facts: type[AnyFacts]
    sql: str
    key: str
    is_kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """A subject to decide on; without facts when it is no longer watched. `zone` is of `first_told`, a person."""

    kind: Kind
    pk: int
    agreement: int
    facts: AnyFacts | None
    first_told: int | None
    zone: str | None


KINDS = (
    Kind(
        subject=Subject.COMMITMENT,
        rules=COMMITMENT_RULES,
        facts=CommitmentFacts,
        sql=facts.COMMITMENTS,
        key="flag.commitment_id",
        is_kind="flag.commitment_id IS NOT NULL",
    ),
    Kind(
        subject=Subject.METRIC,
        rules=METRIC_RULES,
        facts=MetricFacts,
        sql=facts.METRICS,
        key="flag.metric_id",
        is_kind="flag.metric_id IS NOT NULL",
    ),
    Kind(
        subject=Subject.AGREEMENT,
        rules=AGREEMENT_RULES,
        facts=AgreementFacts,
        sql=facts.AGREEMENTS,
        key="flag.agreement_id",
        is_kind="flag.commitment_id IS NULL AND flag.metric_id IS NULL",
    ),
)


def select(*, kind: Kind, agreements: Sequence[int], cuts: str, condition: str) -> Iterator[Found]:
    """The subjects of one kind in ``agreements`` for which ``condition`` (DIFFERING or ALL) holds.

    ``cuts``: the cut-offs of those in force, `as_json`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(kind, condition), {"cuts": cuts, "agreements": list(agreements)})
        rows = cursor.fetchall()
    for pk, agreement, is_watched, first_told, zone, *values in rows:
        read = _facts(kind, values) if is_watched else None
        yield Found(kind=kind, pk=pk, agreement=agreement, facts=read, first_told=first_told, zone=zone)


def as_json(cuts: Mapping[int, Cutoffs]) -> str:
    """Cut-offs by agreement, as the relation ``cut`` reads them."""
    names = [field.name for field in fields(Cutoffs)]
    rows = [{"agreement_id": pk} | {name: getattr(cut, name) for name in names} for pk, cut in cuts.items()]
    return json.dumps(rows, default=str)


def columns_of(row: type) -> str:
    """The fields of a dataclass as a column list of ``jsonb_to_recordset``."""
    return ", ".join(f"{name} {_column_type(hint)}" for name, hint in get_type_hints(row).items())


def sign(rule: AnyRule) -> str:
    """The SQL of what a rule says of ``facts`` and ``cut``: its sign, or NULL."""
    evidence = f"COALESCE(({rule.follows[1]})::text, '')" if rule.follows else "''"
    return (
        f"CASE WHEN {rule.strong_when} THEN concat_ws(':', '{rule.code}', 'strong', {evidence})"
        f" WHEN {rule.weak_when} THEN concat_ws(':', '{rule.code}', 'weak', {evidence}) END"
    )


def _statement(kind: Kind, condition: str) -> str:
    ordered = sorted(kind.rules, key=lambda rule: rule.code)
    return STATEMENT.format(
        cut_columns=columns_of(Cutoffs),
        upstream=facts.UPSTREAM,
        facts=kind.sql,
        found_signs=", ".join(map(sign, ordered)),
        key=kind.key,
        held_evidence=_held_evidence(ordered),
        is_kind=kind.is_kind,
        columns=", ".join(f"found.{field.name}" for field in fields(kind.facts)),
        condition=condition,
    )


def _held_evidence(rules: Sequence[AnyRule]) -> str:
    cases = [
        f"WHEN '{rule.code}' THEN COALESCE(flag.evidence->>'{rule.follows[0]}', '')" for rule in rules if rule.follows
    ]
    return f"CASE flag.rule {' '.join(cases)} ELSE '' END" if cases else "''"


def _column_type(hint: object) -> str:
    """The column type of a field, also of an optional one."""
    return COLUMN_TYPES.get(hint) or next(COLUMN_TYPES[part] for part in get_args(hint) if part in COLUMN_TYPES)


def _facts(kind: Kind, values: Sequence[object]) -> AnyFacts:
    names = [field.name for field in fields(kind.facts)]
    row: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in zip(names, values, strict=True)
    }
    return kind.facts(**row)
