"""The room of a sync: somebody starts it, people come in, and all look at the same item."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from agreements.domain.syncs import has_come
from agreements.models import Attendance, Presence, Sync
from agreements.operations.events import record
from agreements.operations.subjects import subject_of
from agreements.operations.syncs.locking import (
    SyncNotBegunError,
    hold,
    lock_room,
    lock_sync,
    named,
    require_live,
)
from agreements.permissions import may_attend
from agreements.reports.agenda import first_item
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person

PRESENCE_EVERY = timedelta(minutes=1)  # PRODUCT 6, ruling 12: telemetry is written at most so often
HERE_FOR = timedelta(minutes=2)  # after the latest sign of somebody's browser


class ItemMovedError(RefusalError):
    """Two people moved on at once, and the other one was first."""

    code = "item_moved"

    def __init__(self, current: str) -> None:
        super().__init__(say("Somebody else has just moved on. You see the item that all look at now."))
        self.current = current

    @property
    def details(self) -> Mapping[str, object]:
        return {"current": self.current}


@transaction.atomic
def start_sync(*, actor: Person, at: datetime, sync: Sync) -> Sync:
    """Open the room of ``sync``, from one hour before its start on; who starts it twice finds it started."""
    sync = lock_sync(sync, actor=actor)
    if sync.is_live:
        return sync
    if not has_come(sync.starts_at, at=at):
        raise SyncNotBegunError(say("This sync has not begun yet."))
    sync.started_at, sync.started_by = at, actor
    sync.current, sync.current_at = first_item(sync=sync, at=at), at
    sync.revision += 1
    sync.save(update_fields=["started_at", "started_by", "current", "current_at", "revision"])
    _attend(sync, actor, at)
    record(agreement=sync.agreement, kind="sync_started", actor=actor, at=at, data=named(sync))
    return sync


@transaction.atomic
def go_to(*, actor: Person, at: datetime, sync: Sync, subject: str, seen: str) -> Sync:
    """Show ``subject`` to all, "" for the agenda alone; ``seen`` is what its caller had before them.

    Raises ItemMovedError when somebody else moved on meanwhile, unless it was to the same item.
    """
    sync = lock_room(sync, actor=actor)
    if sync.current == subject:
        return sync
    if sync.current != seen:
        raise ItemMovedError(sync.current)
    if subject:
        subject_of(sync.agreement, subject, viewer=actor)
    sync.current, sync.current_at = subject, at
    sync.revision += 1
    sync.save(update_fields=["current", "current_at", "revision"])
    return sync


@transaction.atomic
def attend(*, actor: Person, at: datetime, sync: Sync) -> Sync:
    """Take part in a sync whose room is open; saying so twice says it once."""
    sync = hold(sync, sync.agreement)
    if not may_attend(actor, sync):
        raise ForbiddenError(say("Only those who take part in this agreement take part in its syncs."))
    require_live(sync)
    _attend(sync, actor, at)
    return sync


def note_presence(*, person: Person, at: datetime, sync: Sync) -> None:
    """Keep that ``person`` has the room of ``sync`` open, once a minute at most; their first sign is attendance."""
    seen_at = Presence.objects.filter(sync=sync, person=person).values_list("seen_at", flat=True).first()
    if seen_at is not None and at - seen_at < PRESENCE_EVERY:
        return
    Presence.objects.bulk_create(
        [Presence(sync=sync, person=person, seen_at=at)],
        update_conflicts=True,
        unique_fields=["sync", "person"],
        update_fields=["seen_at"],
    )
    if seen_at is None or at - seen_at >= HERE_FOR:
        _come_in(sync, person, at)


@transaction.atomic
def _come_in(sync: Sync, person: Person, at: datetime) -> None:
    """Show all who are there that ``person`` came, or came back; to the room of a live sync only."""
    sync = hold(sync, sync.agreement)
    if sync.is_live and may_attend(person, sync):
        _attend(sync, person, at, is_back=True)


def _attend(sync: Sync, person: Person, at: datetime, *, is_back: bool = False) -> None:
    """Write it once; those in the room see who came, and who came back."""
    _, is_new = Attendance.objects.get_or_create(sync=sync, person=person, defaults={"arrived_at": at})
    if is_new or is_back:
        Sync.objects.filter(pk=sync.pk).update(revision=F("revision") + 1)
