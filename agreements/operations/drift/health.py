"""Keeps and proves the two health columns of commitments and agreements: what follows from the open flags.

``health`` counts all open flags, ``shown_health`` those already shown to everybody. An agreement is as well as its
weakest part: each of its commitments, and the flags on itself and its metrics taken together. What was declared done
is well: that nobody answers it is a flag on its receiver, which the agreement counts and the promise does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from agreements.domain.agreements import Health
from agreements.domain.drift.health import MANY

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
WITH part AS MATERIALIZED (
  SELECT agreement_id, commitment_id, {ALL_FLAGS} AS health, {SHOWN_FLAGS} AS shown_health
  FROM agreements_driftflag
  WHERE closed_at IS NULL AND (%(agreements)s::bigint[] IS NULL OR agreement_id = ANY(%(agreements)s))
  GROUP BY agreement_id, commitment_id
)"""  # noqa: S608 - put together from this module's own texts

COMMITMENTS = """
  SELECT c.id, c.agreement_id, c.health AS was, c.shown_health AS shown_was,
    COALESCE(part.health, 'on_track') AS health, COALESCE(part.shown_health, 'on_track') AS shown_health
  FROM agreements_commitment c LEFT JOIN part ON part.commitment_id = c.id AND c.state <> 'delivered'
  WHERE (%(agreements)s::bigint[] IS NULL OR c.agreement_id = ANY(%(agreements)s))
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
  WHERE (%(agreements)s::bigint[] IS NULL OR a.id = ANY(%(agreements)s))
"""  # noqa: S608 - put together from this module's own texts

DIFFERENT = "(due.was, due.shown_was) IS DISTINCT FROM (due.health, due.shown_health)"
SELECT = f"""{PART}
  SELECT 'commitment', due.* FROM ({COMMITMENTS} AND (%(agreements)s::bigint[] IS NULL OR c.state = 'open')) due
  WHERE {DIFFERENT}
  UNION ALL SELECT 'agreement', due.* FROM ({AGREEMENTS}) due WHERE {DIFFERENT}
"""  # noqa: S608 - put together from this module's own texts
UPDATE = f"""{PART}, commitments AS (
    UPDATE agreements_commitment AS kept SET health = due.health, shown_health = due.shown_health
    FROM ({COMMITMENTS}) due WHERE kept.id = due.id AND {DIFFERENT} RETURNING 1
  ), agreements AS (
    UPDATE agreements_agreement AS kept SET health = due.health, shown_health = due.shown_health
    FROM ({AGREEMENTS}) due WHERE kept.id = due.id AND {DIFFERENT} RETURNING 1
  )
  SELECT (SELECT count(*) FROM commitments) + (SELECT count(*) FROM agreements)
"""  # noqa: S608 - put together from this module's own texts


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


def differences(*, at: datetime, agreements: Sequence[int] | None) -> tuple[HealthDifference, ...]:
    """Every row of ``agreements`` (None: all there are) whose columns differ from its flags as of ``at``.

    Of ``agreements`` only what is open, and they themselves: what is closed was set right by the act that closed it.
    """
    with connection.cursor() as cursor:
        cursor.execute(SELECT, _parameters(at, agreements))
        return tuple(HealthDifference(*row) for row in cursor.fetchall())


def keep(*, at: datetime, agreements: Sequence[int]) -> int:
    """Write both columns where they differ; how many rows changed. One statement. The caller holds the agreements."""
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, _parameters(at, agreements))
        (changed,) = cursor.fetchone()
    return int(changed)


def recompute(*, at: datetime) -> tuple[HealthDifference, ...]:
    """Prove the columns: empty when all that is kept equals what the open flags say as of ``at``. Writes nothing."""
    return differences(at=at, agreements=None)


def _parameters(at: datetime, agreements: Sequence[int] | None) -> dict[str, Any]:
    return {"at": at, "agreements": None if agreements is None else list(agreements)}
