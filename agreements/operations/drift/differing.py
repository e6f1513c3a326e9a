"""Finds the subjects whose open flags no longer say what the rules say, or whose health is not what its flags say."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.db import connection

from agreements.domain.agreements import Health
from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.registry import AnyRule
from agreements.domain.drift.rules import Subject
from agreements.operations.drift import health
from agreements.operations.drift.arrays import as_array
from agreements.operations.drift.selections import KINDS, Key, Kind, as_parameters, fires, sign, with_cut

# Both columns of health in one, as the subject keeps them and as its flags say.
KEPT = "facts.health || facts.shown_health"
DUE = f"({health.ALL_FLAGS}) || ({health.SHOWN_FLAGS})"
WELL = Health.ON_TRACK * 2

# agreements: all that are looked at, in force or no more. A sign is rule:strength:evidence that waiting alone can
# change; found by the rules, held by the open flags. Most subjects fire no rule and are left out before signs are made.
# Told apart: subjects to decide on, and such as only keep a health that their flags do not say.
DIFFERING = """
SELECT '{subject}', COALESCE(found.id, held.id), COALESCE(found.agreement_id, held.agreement_id),
  COALESCE(found.signs, '{{}}') IS DISTINCT FROM COALESCE(held.signs, '{{}}')
FROM (
  SELECT facts.id, facts.agreement_id, {kept} AS health,
    array_remove(ARRAY[{found_signs}]::text[], NULL) AS signs
  FROM ({facts}) facts JOIN cut ON cut.agreement_id = facts.agreement_id
  WHERE {fires}
) found FULL JOIN (
  SELECT {key} AS id, min(flag.agreement_id) AS agreement_id, {due} AS health,
    array_agg(concat_ws(':', flag.rule, flag.strength, {held_evidence}) ORDER BY flag.rule COLLATE "C") AS signs
  FROM agreements_driftflag flag
  WHERE flag.closed_at IS NULL AND flag.agreement_id = ANY(%(agreements)s::bigint[]) AND {is_kind}
  GROUP BY {key}
) held ON held.id = found.id
WHERE COALESCE(found.signs, '{{}}') IS DISTINCT FROM COALESCE(held.signs, '{{}}')
  OR COALESCE(found.health, '{well}') <> COALESCE(held.health, '{well}')
"""

# Metrics whose forecast is to be taken again before anything can be said of them.
UNSEEN = """
SELECT 'metric', m.id, m.agreement_id, TRUE FROM agreements_metric m JOIN cut ON cut.agreement_id = m.agreement_id
WHERE m.looked_at IS NULL AND m.joint_at IS NOT NULL
"""

# Agreements that keep a health which the flags in them do not say.
UNWELL = f"""
SELECT 'agreement', due.id, due.agreement_id, FALSE FROM ({health.HELD}) due WHERE {health.DIFFERENT}
"""  # noqa: S608 - texts of a neighbour


class Differing(NamedTuple):
    """A subject that is not as it should be: `is_undecided` by its rules, otherwise in nothing but its health."""

    agreement: int
    key: Key
    is_undecided: bool


def differing(*, agreements: Sequence[int], cuts: Mapping[int, Cutoffs], at: datetime) -> Iterator[Differing]:
    """Each subject of ``agreements`` to decide on, or whose health is not what its flags say as of ``at``. One query.

    To decide on: its flags are not what the rules say, or it is a metric that changed since it was looked at.
    """
    parameters = {**as_parameters(cuts), "agreements": as_array(agreements), "subjects": None, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(differing_statement(), parameters)
        rows = cursor.fetchall()
    for subject, pk, agreement, is_undecided in rows:
        yield Differing(agreement, (Subject(subject), pk), is_undecided)


@cache
def differing_statement() -> str:
    """The SQL behind `differing`."""
    return f"{with_cut()}, part AS MATERIALIZED ({health.OF_HELD})" + " UNION ALL ".join(
        [*map(_differing_of, KINDS), UNSEEN, UNWELL]
    )


def _differing_of(kind: Kind) -> str:
    ordered = sorted(kind.rules, key=lambda rule: rule.code)
    return DIFFERING.format(
        subject=kind.subject,
        facts=kind.sql,
        fires=f"{fires(ordered)} OR {KEPT} <> '{WELL}'" if kind.keeps_health else fires(ordered),
        kept=KEPT if kind.keeps_health else "NULL",
        due=DUE if kind.keeps_health else "NULL",
        well=WELL,
        found_signs=", ".join(map(sign, ordered)),
        key=kind.key,
        held_evidence=_held_evidence(ordered),
        is_kind=kind.is_kind,
    )


def _held_evidence(rules: Sequence[AnyRule]) -> str:
    cases = [
        f"WHEN '{rule.code}' THEN COALESCE(flag.evidence->>'{rule.follows[0]}', '')" for rule in rules if rule.follows
    ]
    return f"CASE flag.rule {' '.join(cases)} ELSE '' END" if cases else "''"
