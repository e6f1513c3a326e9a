"""What the rules look at, by kind of subject, and how its facts are read to decide on."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints

from django.db import connection

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts, CommitmentFacts, DeliveryFacts, MetricFacts, ProposalFacts
from agreements.domain.drift.registry import (
    AGREEMENT_RULES,
    COMMITMENT_RULES,
    DELIVERY_RULES,
    METRIC_RULES,
    PROPOSAL_RULES,
    AnyRule,
)
from agreements.domain.drift.rules import Subject
from agreements.operations.drift import agreement_facts, facts
from agreements.operations.drift.arrays import as_array

type AnyFacts = CommitmentFacts | DeliveryFacts | MetricFacts | AgreementFacts | ProposalFacts
type Parameters = Mapping[str, str | bool]

type Key = tuple[Subject, int]  # what a flag stands on: its kind and primary key

MANY = 1000  # agreements, whose commitments are rather gone through than looked up

COLUMN_TYPES: Mapping[object, str] = {
    bool: "boolean",
    date: "date",
    datetime: "timestamptz",
    Decimal: "numeric",
    int: "integer",
    str: "text",
    tuple[str, ...]: "text[]",
}

# cuts: different cut-offs, as JSON; watched, places: the agreements that are watched, and the cut-offs of each. As
# arrays they tell the planner how many there are: one that is refreshed is found by index, thousands are hashed. As
# primary keys they tell it that each is there once.
# subjects: the keys to read, or NULL for every one; is_many: whether they are too many to look each of them up.
CUT = """
WITH shared AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(cuts)s::jsonb) AS shared(place integer, {cut_columns})
), cut AS MATERIALIZED (
  SELECT a.id AS agreement_id, shared.*
  FROM unnest(%(watched)s::bigint[], %(places)s::integer[]) AS watched(agreement_id, place)
  JOIN agreements_agreement a ON a.id = watched.agreement_id
  JOIN shared ON shared.place = watched.place
), promised AS MATERIALIZED ({promised}), waiting AS MATERIALIZED ({waiting}),
upstream AS ({upstream}), worry AS ({worries}), busy AS ({busy}),
opened AS ({opened}), argued AS ({argued}), undecided AS ({undecided})
"""

READ = """
SELECT facts.id, facts.agreement_id, facts.first_told, facts.zone, {columns} FROM ({facts}) facts
WHERE %(subjects)s::bigint[] IS NULL OR facts.id = ANY(%(subjects)s::bigint[])
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
    keeps_health: bool = False  # in two columns, from the flags that stand on it alone


@dataclass(frozen=True, slots=True)
class Found:
    """A subject to decide on. `zone` is of `first_told`, a person."""

    kind: Kind
    pk: int
    agreement: int
    facts: AnyFacts
    first_told: int | None
    zone: str | None

    @property
    def key(self) -> Key:
        return self.kind.subject, self.pk


# A flag stands on a commitment as long as that is watched; which rules look at it follows from its state.
DECLARED_DONE = "EXISTS (SELECT FROM agreements_commitment c WHERE c.id = flag.commitment_id AND c.state = 'delivered')"
ON_AGREEMENT = "flag.commitment_id IS NULL AND flag.metric_id IS NULL"
PROPOSED = "EXISTS (SELECT FROM agreements_agreement a WHERE a.id = flag.agreement_id AND a.state = 'readback')"

KINDS = (
    Kind(
        subject=Subject.COMMITMENT,
        rules=COMMITMENT_RULES,
        facts=CommitmentFacts,
        sql=facts.COMMITMENTS,
        key="flag.commitment_id",
        is_kind=f"flag.commitment_id IS NOT NULL AND NOT {DECLARED_DONE}",
        keeps_health=True,
    ),
    Kind(
        subject=Subject.COMMITMENT,
        rules=DELIVERY_RULES,
        facts=DeliveryFacts,
        sql=facts.DELIVERIES,
        key="flag.commitment_id",
        is_kind=DECLARED_DONE,
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
        sql=agreement_facts.AGREEMENTS,
        key="flag.agreement_id",
        is_kind=f"{ON_AGREEMENT} AND NOT {PROPOSED}",
    ),
    Kind(
        subject=Subject.AGREEMENT,
        rules=PROPOSAL_RULES,
        facts=ProposalFacts,
        sql=agreement_facts.PROPOSALS,
        key="flag.agreement_id",
        is_kind=f"{ON_AGREEMENT} AND {PROPOSED}",
    ),
)


def read(*, kind: Kind, cuts: Parameters, subjects: Collection[int] | None) -> Iterator[Found]:
    """The facts of those of ``subjects`` (None: of every one) that are watched, in the agreements of ``cuts``.

    ``cuts``: cut-offs of agreements, `as_parameters`.
    """
    with connection.cursor() as cursor:
        named = None if subjects is None else as_array(subjects)
        cursor.execute(_read_statement(kind), {**cuts, "subjects": named})
        rows = cursor.fetchall()
    names = [field.name for field in fields(kind.facts)]
    for pk, agreement, first_told, zone, *values in rows:
        known = _facts(kind, names, values)
        yield Found(kind=kind, pk=pk, agreement=agreement, facts=known, first_told=first_told, zone=zone)


def as_parameters(cuts: Mapping[int, Cutoffs]) -> Parameters:
    """Cut-offs by agreement, as the relation ``cut`` reads them: each once, however many agreements share them."""
    places = {cut: place for place, cut in enumerate(dict.fromkeys(cuts.values()))}
    return {
        "cuts": as_json(places),
        "watched": as_array(cuts),
        "is_many": len(cuts) >= MANY,
        "places": as_array(places[cut] for cut in cuts.values()),
    }


def as_json(cuts: Iterable[Cutoffs]) -> str:
    names = [field.name for field in fields(Cutoffs)]
    rows = [{"place": place} | {name: getattr(cut, name) for name in names} for place, cut in enumerate(cuts)]
    return json.dumps(rows, default=str)


@cache
def columns_of(row: type) -> str:
    """The fields of a dataclass as a column list of ``jsonb_to_recordset``."""
    return ", ".join(f"{name} {_column_type(hint)}" for name, hint in get_type_hints(row).items())


def fires(rules: Iterable[AnyRule]) -> str:
    """The SQL of whether any of ``rules`` says anything of ``facts`` and ``cut``; NULL is no."""
    return " OR ".join(f"({rule.strong_when}) OR ({rule.weak_when})" for rule in rules)


def sign(rule: AnyRule) -> str:
    """The SQL of what a rule says of ``facts`` and ``cut``: its sign, or NULL."""
    evidence = f"COALESCE(({rule.follows[1]})::text, '')" if rule.follows else "''"
    return (
        f"CASE WHEN {rule.strong_when} THEN concat_ws(':', '{rule.code}', 'strong', {evidence})"
        f" WHEN {rule.weak_when} THEN concat_ws(':', '{rule.code}', 'weak', {evidence}) END"
    )


@cache
def _read_statement(kind: Kind) -> str:
    columns = ", ".join(f"facts.{field.name}" for field in fields(kind.facts))
    return with_cut() + READ.format(facts=kind.sql, columns=columns)


def with_cut() -> str:
    """The relations that stand before every statement; what it does not read costs nothing."""
    return CUT.format(
        cut_columns=columns_of(Cutoffs),
        promised=facts.PROMISED,
        waiting=facts.WAITING,
        upstream=facts.UPSTREAM,
        worries=facts.WORRIES,
        busy=facts.BUSY,
        opened=agreement_facts.OPENED,
        argued=agreement_facts.ARGUED,
        undecided=agreement_facts.UNDECIDED,
    )


def _column_type(hint: object) -> str:
    """The column type of a field, also of an optional one."""
    return COLUMN_TYPES.get(hint) or next(COLUMN_TYPES[part] for part in get_args(hint) if part in COLUMN_TYPES)


def _facts(kind: Kind, names: Sequence[str], values: Sequence[object]) -> AnyFacts:
    row: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in zip(names, values, strict=True)
    }
    return kind.facts(**row)
