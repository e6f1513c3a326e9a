"""What every act in a sync begins with: hold the agreement, then the sync, and see whether it can still be done."""

from agreements.models import Agreement, Sync
from agreements.operations.locks import RemovedMeanwhileError, lock_agreement, require_active
from agreements.permissions import may_run_sync
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person


class SyncSettledError(RefusalError):
    """A sync is held once or cancelled once."""

    code = "sync_settled"


class SyncNotBegunError(RefusalError):
    """Nothing can be said yet about a meeting of another day."""

    code = "sync_not_begun"


class SyncBegunError(RefusalError):
    """What has begun can no longer be called off or moved."""

    code = "sync_begun"


class SyncNotLiveError(RefusalError):
    """Items are gone through, and decided, in the room of a sync that somebody has started."""

    code = "sync_not_live"


def lock_sync(sync: Sync, *, actor: Person) -> Sync:
    """Hold the agreement in force and ``sync``, neither held nor cancelled; fresh copies. Who may not is refused."""
    agreement = lock_agreement(sync.agreement)
    sync = hold(sync, agreement)
    if not may_run_sync(actor, sync):
        raise ForbiddenError(say("Only members of a party and the facilitator can run a sync."))
    require_active(agreement)
    require_unsettled(sync)
    return sync


def lock_room(sync: Sync, *, actor: Person) -> Sync:
    """The same for a sync whose room is open."""
    sync = lock_sync(sync, actor=actor)
    require_live(sync)
    return sync


def hold(sync: Sync, agreement: Agreement) -> Sync:
    """Hold ``sync`` of an ``agreement`` that the caller holds; a change of the cadence may have replaced it."""
    fresh = Sync.objects.select_for_update(no_key=True).filter(pk=sync.pk).first()
    if fresh is None:
        raise RemovedMeanwhileError(say("This sync is gone: the cadence has changed."))
    fresh.agreement = agreement
    return fresh


def require_unsettled(sync: Sync) -> None:
    if sync.held_at or sync.cancelled_at:
        held, cancelled = say("This sync was held already."), say("This sync was cancelled already.")
        raise SyncSettledError(held if sync.held_at else cancelled)


def require_live(sync: Sync) -> None:
    require_unsettled(sync)
    if not sync.is_live:
        raise SyncNotLiveError(say("This sync has not been started yet."))


def named(sync: Sync) -> dict[str, object]:
    """How the history names ``sync``."""
    return {"sync": sync.number, "slot_on": sync.slot_on.isoformat()}
