"""The fence: after a restore, or in a copy, nothing leaves until an administrator says so.

A backup holds messages as they waited then; most of them left long ago. So a database that finds itself restored
closes its fence. One whole planning later all that may have left before is known, and is put aside; what becomes due
after that keeps, and leaves on the release.
"""

from datetime import datetime

from django.db import transaction

from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState, Ending
from reminders.models import Attempt, Delivery, Fence
from reminders.models.fences import HERE
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import noted
from teams.models import Person
from teams.operations.events import record_audit
from teams.permissions import may_administer

MOVED = noted("This database was restored from a backup, or is a copy of another.")
ASKED = noted("An administrator asked to hold everything back.")
MAY_HAVE_LEFT = noted("It waited when the database was restored; it may have left before.")


class FenceNotSettledError(RefusalError):
    """Refuse to open while nobody knows yet what may have left before."""

    code = "fence_not_settled"


def is_closed() -> bool:
    """Tell whether nothing may leave. Inside a transaction the answer holds to its end: a restore waits for it."""
    return Fence.objects.closed().exists()


@transaction.atomic
def watch(*, real_at: datetime) -> None:
    """Note where this database is, once; close the fence of one that finds itself elsewhere."""
    Fence.objects.bulk_create([Fence(place=HERE)], ignore_conflicts=True)
    if Fence.objects.elsewhere().update(place=HERE, closed_at=real_at, why=MOVED, is_settled=False):
        _take_back(real_at=real_at)


@transaction.atomic
def close_fence(*, real_at: datetime) -> None:
    """Hold everything back from now on, as after a restore; one that is closed already stays as it is."""
    watch(real_at=real_at)
    if Fence.objects.filter(closed_at=None).update(closed_at=real_at, why=ASKED, is_settled=False):
        _take_back(real_at=real_at)


def unsettled_since() -> datetime | None:
    """When the fence closed, as long as no whole planning followed; None when one did, or it is open."""
    return Fence.objects.filter(is_settled=False).values_list("closed_at", flat=True).first()


@transaction.atomic
def settle(*, closed_at: datetime) -> int:
    """Put aside what waits at the end of a planning that began after ``closed_at``; how many.

    All of it was due, or planned, before; the same message may have left from where the backup came from. Webhooks
    keep: they may come twice, and their receivers know them by their number.
    """
    if not Fence.objects.filter(is_settled=False, closed_at=closed_at).update(is_settled=True):
        return 0
    waiting = Delivery.objects.queued().exclude(channel=Channel.WEBHOOK)
    return waiting.update(state=DeliveryState.UNCERTAIN, reason=MAY_HAVE_LEFT, hinted_at=None, next_attempt_at=None)


@transaction.atomic
def release_fence(*, actor_name: str, real_at: datetime) -> None:
    """Let messages leave again; one that is open stays open. Raises FenceNotSettledError."""
    fence = Fence.objects.select_for_update().filter(pk__in=Fence.objects.closed().values("pk")).first()
    if fence is None:
        return
    if not fence.is_settled or Fence.objects.elsewhere().exists():
        raise FenceNotSettledError(
            "Nothing has been planned since the database was restored. Wait until the scheduler has run once."
        )
    Fence.objects.update(closed_at=None, why="", released_at=real_at, released_by=actor_name[:120])


@transaction.atomic
def open_fence(*, actor: Person, at: datetime, real_at: datetime) -> None:
    """Release it by the word of an administrator, which the organisation's history keeps."""
    actor.refresh_from_db(fields=["role", "is_active"])
    if not may_administer(actor):
        raise ForbiddenError("Only administrators of the organisation can do this.")
    if is_closed():
        release_fence(actor_name=str(actor), real_at=real_at)
        record_audit(kind="fence_released", actor=actor, at=at)


def _take_back(*, real_at: datetime) -> None:
    """Whoever had claimed something is not here any more, or finds its lease gone when it comes to hand it over."""
    Attempt.objects.filter(ended_at=None).update(ending=Ending.UNCERTAIN, reason=MAY_HAVE_LEFT, ended_at=real_at)
    Delivery.objects.in_flight().update(
        state=DeliveryState.QUEUED, reason=MAY_HAVE_LEFT, lease=None, leased_until=None, hinted_at=None
    )
