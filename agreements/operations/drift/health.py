"""Keeps and proves the two health columns of commitments and agreements: what follows from the open flags.

``health`` counts all open flags, ``shown_health`` those already shown to everybody. An agreement is as well as its
weakest part: each of its commitments, and the flags on itself and its metrics taken together. What was declared done
is well: that nobody answers it is a flag on its receiver, which the agreement counts and the promise does not.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from agreements.domain.agreements import Health
from agreements.domain.drift.health import MANY
from agreements.operations.drift.arrays import as_array

ORDER = ", ".join(f"'{health}'" for health in Health)

# The twin of agreements.domain.drift.health.health_of, over the flags of one part.
OF_FLAGS = """CASE
    WHEN count(*) FILTER (WHERE {counts}) >= {many} OR bool_or(strength = 'strong') FILTER (WHERE {counts})
      THEN 'drifting'
    WHEN bool_or(rule = 'silent') FILTER (WHERE {counts}) THEN 'quiet'
    WHEN bool_or({counts}) THEN 'watch'
    ELSE 'on_track' END"""

ALL_FLAGS = OF_FLAGS.format(counts="TRUE", many=MANY)
SHOWN_FLAGS = OF_FLAGS.format(counts="shown_at <= %(at)s", many=MANY)

# One row for each part that has open flags; without a commitment: the agreement itself and its metrics.
PART = f"""
  SELECT agreement_id, commitment_id, {ALL_FLAGS} AS health, {SHOWN_FLAGS} AS shown_health
  FROM agreements_driftflag
  WHERE closed_at IS NULL AND {{which}}
  GROUP BY agreement_id, commitment_id
"""  # noqa: S608 - put together from this module's own texts
OF_HELD = PART.format(which="agreement_id = ANY(%(agreements)s::bigint[])")

COMMITMENTS = """
  SELECT c.id, c.agreement_id, c.health AS was, c.shown_health AS shown_was,
    COALESCE(part.health, 'on_track') AS health, COALESCE(part.shown_health, 'on_track') AS shown_health
  FROM agreements_commitment c LEFT JOIN part ON part.commitment_id = c.id AND c.state <> 'delivered'
"""
AGREEMENTS = f"""
  SELECT a.id, a.id AS agreement_id, a.health AS was, a.shown_health AS shown_was,
    (ARRAY[{ORDER}])[COALESCE(weakest.health, 1)] AS health,
    (ARRAY[{ORDER}])[COALESCE(weakest.shown_health, 1)] AS shown_health
  FROM agreements_agreement a LEFT JOIN (
    SELECT agreement_id, max(array_position(ARRAY[{ORDER}], health)) AS health,
      max(array_position(ARRAY[{ORDER}], shown_health)) AS shown_health
    FROM part GROUP BY agreement_id
  ) weakest ON weakest.agreement_id = a.id
"""  # noqa: S608 - put together from this module's own texts
HELD = f"{AGREEMENTS} WHERE a.id = ANY(%(agreements)s::bigint[])"
DIFFERENT = "(due.was, due.shown_was) IS DISTINCT FROM (due.health, due.shown_health)"
SELECT = f"""WITH part AS MATERIALIZED ({PART.format(which="TRUE")})
  SELECT 'commitment', due.* FROM ({COMMITMENTS}) due WHERE {DIFFERENT}
  UNION ALL SELECT 'agreement', due.* FROM ({AGREEMENTS}) due WHERE {DIFFERENT}
"""  # noqa: S608 - put together from this module's own texts
UPDATE = f"""WITH part AS MATERIALIZED ({OF_HELD}), commitments AS (
    UPDATE agreements_commitment AS kept SET health = due.health, shown_health = due.shown_health
    FROM ({COMMITMENTS} WHERE {{which}}) due WHERE kept.id = due.id AND {DIFFERENT} RETURNING kept.id
  ), agreements AS (
    UPDATE agreements_agreement AS kept SET health = due.health, shown_health = due.shown_health
    FROM ({HELD}) due WHERE kept.id = due.id AND {DIFFERENT} RETURNING 1
  )
  SELECT (SELECT array_agg(id) FROM commitments), (SELECT count(*) FROM agreements)
"""  # noqa: S608 - put together from this module's own texts
UPDATE_ALL = UPDATE.format(which="c.agreement_id = ANY(%(agreements)s::bigint[])")
UPDATE_NAMED = UPDATE.format(which="c.id = ANY(%(commitments)s::bigint[])")


@dataclass(frozen=True, slots=True)
class HealthDifference:
    """A row whose kept health is not what its flags say. `kind` is commitment or agreement."""

    kind: str
    pk: int
    agreement: int
    was: str
    shown_was: str
    health: str
    shown_health: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What `keep` wrote: the keys of the commitments whose health changed, and how many agreements' did."""

    commitments: frozenset[int]
    agreements: int

    @property
    def rows(self) -> int:
        return len(self.commitments) + self.agreements


def keep(*, at: datetime, agreements: Collection[int], commitments: Collection[int] | None = None) -> Kept:
    """Write both columns of ``agreements`` and of ``commitments`` (None: all of theirs) where they differ.

    One statement. The caller holds the agreements.
    """
    statement, named = (UPDATE_ALL, ()) if commitments is None else (UPDATE_NAMED, commitments)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at, "agreements": as_array(agreements), "commitments": as_array(named)})
        changed, count = cursor.fetchone()
    return Kept(commitments=frozenset(changed or ()), agreements=count)


def recompute(*, at: datetime) -> tuple[HealthDifference, ...]:
    """Prove the columns: empty when all that is kept equals what the open flags say as of ``at``. Writes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(SELECT, {"at": at})
        return tuple(HealthDifference(*row) for row in cursor.fetchall())
