"""What became of a meeting: it was held, or cancelled before it began."""

from datetime import datetime

from django.db import transaction

from agreements.domain.syncs import has_begun, has_come
from agreements.models import Sync
from agreements.operations import drift
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement, require_active
from agreements.permissions import may_hold_sync
from teams.domain.errors import ForbiddenError, InvalidValueError, RefusalError
from teams.models import Person


class SyncSettledError(RefusalError):
    """A sync is held once or cancelled once."""

    code = "sync_settled"


class SyncNotBegunError(RefusalError):
    """Nothing can be said yet about a meeting of another day."""

    code = "sync_not_begun"


class SyncBegunError(RefusalError):
    """What has begun can no longer be called off."""

    code = "sync_begun"


@transaction.atomic
def hold_sync(*, actor: Person, at: datetime, sync: Sync) -> Sync:
    """Record that ``sync`` took place; from one hour before its start on, without an end."""
    sync = _lock_unsettled(actor, sync)
    if not has_come(sync.starts_at, at=at):
        raise SyncNotBegunError("This sync has not begun yet.")
    sync.held_at = at
    return _settle(sync, kind="sync_held", actor=actor, at=at, data={})


@transaction.atomic
def cancel_sync(*, actor: Person, at: datetime, sync: Sync, reason: str) -> Sync:
    """Call ``sync`` off before it begins, saying why."""
    sync = _lock_unsettled(actor, sync)
    if has_begun(sync.starts_at, at=at):
        raise SyncBegunError("This sync has begun, so it can no longer be cancelled.")
    if not reason.strip():
        sentence = "Say why, so that nobody waits for it in vain."
        raise InvalidValueError(sentence, fields={"reason": [sentence]})
    sync.cancelled_at = at
    sync.cancel_reason = reason.strip()
    return _settle(sync, kind="sync_cancelled", actor=actor, at=at, data={"reason": sync.cancel_reason})


def _lock_unsettled(actor: Person, sync: Sync) -> Sync:
    agreement = lock_agreement(sync.agreement)
    if not may_hold_sync(actor, agreement):
        raise ForbiddenError("Only members of a party and the facilitator can hold or cancel a sync.")
    require_active(agreement)
    sync = Sync.objects.select_for_update(no_key=True).get(pk=sync.pk)  # in force: nothing removes it now
    sync.agreement = agreement
    if sync.held_at or sync.cancelled_at:
        word = "held" if sync.held_at else "cancelled"
        raise SyncSettledError(f"This sync was {word} already.")
    return sync


def _settle(sync: Sync, *, kind: str, actor: Person, at: datetime, data: dict[str, str]) -> Sync:
    sync.save(update_fields=["held_at", "cancelled_at", "cancel_reason"])
    facts = {"sync": sync.number, "slot_on": sync.slot_on.isoformat(), **data}
    record(agreement=sync.agreement, kind=kind, actor=actor, at=at, data=facts)
    drift.refresh(agreement=sync.agreement, at=at)
    return sync
