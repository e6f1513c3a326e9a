"""How a sync ends: it was held, or it was cancelled before it began. Either way its minutes are kept."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from agreements.domain.syncs import has_begun, has_come, person_minutes
from agreements.models import Sync
from agreements.operations import drift
from agreements.operations.events import record
from agreements.operations.standings import forget_disputes
from agreements.operations.syncs.locking import SyncBegunError, SyncNotBegunError, lock_sync, named
from agreements.reports.participants import participants
from teams.domain.errors import InvalidValueError
from teams.domain.language import say
from teams.models import Person

CLOSED = ["held_at", "cancelled_at", "cancel_reason", "person_minutes", "sequence", "revision"]


@transaction.atomic
def close_sync(*, actor: Person, at: datetime, sync: Sync) -> Sync:
    """Record that ``sync`` was held and what it cost; from one hour before its start on, without an end.

    One that was held without its room needs no start.
    """
    sync = lock_sync(sync, actor=actor)
    if not sync.is_live and not has_come(sync.starts_at, at=at):
        raise SyncNotBegunError(say("This sync has not begun yet."))
    attendees = sync.attendances.count()
    sync.held_at = at
    forget_disputes(sync)
    sync.person_minutes = person_minutes(
        started_at=sync.started_at, ended_at=at, minutes=sync.minutes, attendees=attendees
    )
    data = {"attendees": attendees, "decisions": sync.decisions.count(), "person_minutes": sync.person_minutes}
    return _settle(sync, kind="sync_held", actor=actor, at=at, data=data)


@transaction.atomic
def cancel_sync(*, actor: Person, at: datetime, sync: Sync, reason: str) -> Sync:
    """Call ``sync`` off before it begins, saying why; the minutes of all who take part are returned."""
    sync = lock_sync(sync, actor=actor)
    if sync.is_live or has_begun(sync.starts_at, at=at):
        raise SyncBegunError(say("This sync has begun, so it can no longer be cancelled."))
    if not reason.strip():
        sentence = say("Say why, so that nobody waits for it in vain.")
        raise InvalidValueError(sentence, fields={"reason": [sentence]})
    sync.cancelled_at = at
    sync.cancel_reason = reason.strip()
    sync.person_minutes = sync.minutes * len(participants({sync.agreement_id})[sync.agreement_id])
    sync.sequence += 1
    data = {"reason": sync.cancel_reason, "person_minutes": sync.person_minutes}
    return _settle(sync, kind="sync_cancelled", actor=actor, at=at, data=data)


def _settle(sync: Sync, *, kind: str, actor: Person, at: datetime, data: Mapping[str, object]) -> Sync:
    sync.revision += 1
    sync.save(update_fields=CLOSED)
    record(agreement=sync.agreement, kind=kind, actor=actor, at=at, data={**named(sync), **data})
    drift.refresh(agreement=sync.agreement, at=at)
    return sync
