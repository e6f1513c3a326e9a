"""What was heard that the terms do not say so: one row each, open or settled."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from agreements.models import Agreement, Difference
from agreements.reports.asked import is_sealed_from
from teams.models import Person


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """``field`` names what the rules compared, or where ``marked_by`` saw a mismatch. Sealed: it only counts."""

    id: int
    readback: int
    person: Person  # who heard it
    commitment: int | None
    deliverable: str  # of that commitment; empty for what belongs to none
    number: int | None  # that people call the commitment by
    field: str
    verdict: str
    recorded: str
    heard: str
    why: str
    marked_by: Person | None
    found_at: datetime
    settled_at: datetime | None
    settled_by: Person | None  # None also for what settled itself
    note: str
    is_sealed: bool = False

    @property
    def settled(self) -> bool:
        return self.settled_at is not None

    @property
    def plain(self) -> dict[str, object]:
        """The row for programs; what is sealed from its reader is None."""
        said = {name: getattr(self, name) for name in ("commitment", "field", "recorded", "heard", "why")}
        return {
            "id": self.id,
            "readback": self.readback,
            "person": self.person.email,
            **(dict.fromkeys(said) if self.is_sealed else said),
        }


def open_differences(agreement: Agreement, *, viewer: Person) -> tuple[DifferenceRow, ...]:
    """What holds signing up, oldest first; from who is asked and has not written, the words of others are sealed."""
    found = list(differences_of(agreement).filter(settled_at=None))
    is_sealed = bool(found) and is_sealed_from(viewer, agreement)
    return tuple(row_of(difference, is_sealed=is_sealed) for difference in found)


def differences_of(agreement: Agreement) -> QuerySet[Difference]:
    """All of it, as it was found, with its people. What somebody heard who has left holds nobody up."""
    rows = Difference.objects.filter(readback__agreement=agreement, readback__person__is_active=True)
    return rows.select_related("readback__person", "commitment", "marked_by", "settled_by").order_by("found_at", "pk")


def row_of(difference: Difference, *, is_sealed: bool = False) -> DifferenceRow:
    """Return the row of ``difference``, whose people are loaded."""
    return DifferenceRow(
        id=difference.pk,
        readback=difference.readback_id,
        person=difference.readback.person,
        commitment=difference.commitment_id,
        deliverable=difference.commitment.deliverable if difference.commitment else "",
        number=difference.commitment.number if difference.commitment else None,
        field=difference.field,
        verdict=difference.verdict,
        recorded=difference.recorded,
        heard=difference.heard,
        why=difference.why,
        marked_by=difference.marked_by,
        found_at=difference.found_at,
        settled_at=difference.settled_at,
        settled_by=difference.settled_by,
        note=difference.note,
        is_sealed=is_sealed,
    )
