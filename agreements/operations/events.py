"""The last step of every operation: one entry in the agreement's history."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Commitment, Event
from teams.models import Person

# As one value, whatever their number. The database numbers and seals each, as it does any other.
RECORD_ALL = """
WITH entry AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%(entries)s::json)
    AS entry(agreement_id bigint, commitment_id bigint, kind text, data jsonb)
), recorded AS (
  INSERT INTO agreements_event (agreement_id, commitment_id, kind, data, at, number, previous_hash, hash)
  SELECT agreement_id, commitment_id, kind, data, %(at)s, 0, '', '' FROM entry
)
UPDATE agreements_agreement SET updated_at = %(at)s, revision = revision + 1
WHERE id IN (SELECT agreement_id FROM entry)
"""


class Entry(NamedTuple):
    """One of the many that the clock makes, on nobody's behalf. Commitments and agreements by their keys."""

    agreement_id: int
    commitment_id: int | None
    kind: str
    data: Mapping[str, object]


def record(
    *,
    agreement: Agreement,
    kind: str,
    actor: Person | None,
    at: datetime,
    data: Mapping[str, object] | None = None,
    commitment: Commitment | None = None,
) -> Event:
    """Add an entry to the history of ``agreement`` and mark the agreement as changed at ``at``.

    The database numbers the entry and seals it with the hash of the one before. A commitment that is not in force
    yet may still be taken out of the terms, so its entry names it in words and does not hold on to it.
    """
    facts = dict(data or {})
    if commitment is not None and commitment.state == CommitmentState.PROPOSED:
        facts["promise"] = {"number": commitment.number, "deliverable": commitment.deliverable}
        commitment = None
    agreement.updated_at = at
    agreement.revision = F("revision") + 1  # counted by the database, read back by save
    agreement.save(update_fields=["updated_at", "revision"])
    return Event.objects.create(agreement=agreement, kind=kind, actor=actor, at=at, data=facts, commitment=commitment)


def record_all(*, entries: Sequence[Entry], at: datetime) -> None:
    """Add entries, all of ``at``, to the histories of many agreements in one statement: the clock's way.

    Histories are appended to in the order of their agreements, as every operation that takes several does.
    """
    if not entries:
        return
    in_order = sorted(entries, key=lambda entry: entry.agreement_id)
    with connection.cursor() as cursor:
        cursor.execute(RECORD_ALL, {"entries": json.dumps([entry._asdict() for entry in in_order]), "at": at})
