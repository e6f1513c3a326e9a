"""Whether history was ever rewritten: the chains of hashes, computed again by the database."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Model

from agreements.models import Agreement, Event
from teams.models import AuditEvent
from teams.models.events import seal

# The first entry of each chain that does not follow from the ones before. An entry follows when it has the next
# number, names the hash before it, and its own hash is that of what it says.
FIRST_BROKEN = """
WITH entry AS (
  SELECT {chain} AS chain, number, kind, hash, previous_hash, {seal} AS resealed,
    row_number() OVER (PARTITION BY {chain} ORDER BY number, id) AS place,
    lag(hash, 1, '') OVER (PARTITION BY {chain} ORDER BY number, id) AS hash_before
  FROM {table} e
)
SELECT DISTINCT ON (chain) chain, number, kind FROM entry
WHERE number <> place OR previous_hash <> hash_before OR hash <> resealed
ORDER BY chain, place
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry of one history that is not as it was written; ``agreement`` None is the organisation's own."""

    agreement: str | None
    number: int
    kind: str

    def __str__(self) -> str:
        return f"{self.agreement or 'organisation'}: entry {self.number} ({self.kind})"


def broken_histories() -> list[Broken]:
    """Return the first broken entry of each history, the agreements' by number, then the organisation's.

    One statement a table. What it cannot see is an entry taken off the end of a history.
    """
    rows = _first_broken(Event, chain="e.agreement_id")
    labels = Agreement.objects.in_bulk([chain for chain, _, _ in rows])
    rows.sort(key=lambda row: labels[row[0]].number)
    broken = [Broken(labels[chain].label, number, kind) for chain, number, kind in rows]
    return broken + [Broken(None, number, kind) for _, number, kind in _first_broken(AuditEvent, chain="0")]


def _first_broken(model: type[Model], *, chain: str) -> list[tuple[int, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(FIRST_BROKEN.format(chain=chain, seal=seal("e"), table=model._meta.db_table))
        rows: list[tuple[int, int, str]] = cursor.fetchall()
    return rows
