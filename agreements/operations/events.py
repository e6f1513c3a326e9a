"""The last step of every operation: one entry in the agreement's history."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import F

from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Commitment, Event
from teams.models import Person


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


def record_all(*, events: Sequence[Event], at: datetime) -> None:
    """Add unsaved entries, all of ``at``, to the histories of many agreements at once: the clock's way.

    Histories are appended to in the order of their agreements, as every operation that takes several does.
    """
    Event.objects.bulk_create(sorted(events, key=lambda event: event.agreement_id), batch_size=1000)
    changed = {event.agreement_id for event in events}
    Agreement.objects.filter(pk__in=changed).update(updated_at=at, revision=F("revision") + 1)
