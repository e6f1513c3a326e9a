"""Meeting once at another time, and once with another moderator: the cadence goes on as it was."""

from datetime import datetime, timedelta

from django.db import transaction

from agreements.domain.syncs import has_begun
from agreements.models import Sync
from agreements.operations import drift
from agreements.operations.events import record
from agreements.operations.syncs.locking import SyncBegunError, lock_sync, named
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import left_organisation, refuse

LOOKED_AHEAD = timedelta(days=5 * 366)  # further than any two slots of a cadence lie apart


@transaction.atomic
def move_sync(*, actor: Person, at: datetime, sync: Sync, starts_at: datetime, reason: str) -> Sync:
    """Meet at ``starts_at`` instead, once: before it begins, to a moment between the syncs around it.

    Its slot keeps naming it, so that its round stays the one that people answer.
    """
    sync = lock_sync(sync, actor=actor)
    if sync.is_live or has_begun(sync.starts_at, at=at):
        raise SyncBegunError(say("This sync has begun, so it can no longer be moved."))
    starts_at = starts_at.replace(second=0, microsecond=0)
    refuse(_sentences(sync, starts_at, reason=reason.strip(), at=at))
    was, planned = sync.starts_at, sync.moved_from or sync.starts_at
    sync.starts_at, sync.moved_from = starts_at, None if starts_at == planned else planned
    sync.move_reason = reason.strip()
    sync.sequence += 1
    sync.revision += 1
    sync.save(update_fields=["starts_at", "moved_from", "move_reason", "sequence", "revision"])
    facts = {"was": was.isoformat(), "now": starts_at.isoformat(), "reason": sync.move_reason}
    record(agreement=sync.agreement, kind="sync_moved", actor=actor, at=at, data=named(sync) | facts)
    drift.refresh(agreement=sync.agreement, at=at)
    return sync


@transaction.atomic
def set_facilitator(*, actor: Person, at: datetime, sync: Sync, person: Person | None) -> Sync:
    """Let ``person`` moderate this sync, whoever's turn it is; None: whose turn it is."""
    sync = lock_sync(sync, actor=actor)
    refuse(left_organisation(facilitator=person))
    was = sync.facilitator
    if was == person:
        return sync
    sync.facilitator = person
    sync.revision += 1
    sync.save(update_fields=["facilitator", "revision"])
    facts = {"was": was and was.name, "now": person and person.name}
    record(agreement=sync.agreement, kind="facilitator_set", actor=actor, at=at, data=named(sync) | facts)
    return sync


def _sentences(sync: Sync, starts_at: datetime, *, reason: str, at: datetime) -> dict[str, list[str]]:
    sentences = {}
    before, after = _neighbours(sync)
    if starts_at == sync.starts_at:
        sentences["starts_at"] = [say("It is at that time already.")]
    elif starts_at <= at:
        sentences["starts_at"] = [say("Choose a moment that is still to come.")]
    elif (before and starts_at <= before) or (after and starts_at >= after):
        sentences["starts_at"] = [say("Choose a moment after the sync before it and before the one after it.")]
    if not reason:
        sentences["reason"] = [say("Say why, so that the others know what to expect.")]
    return sentences


def _neighbours(sync: Sync) -> tuple[datetime | None, datetime | None]:
    """When the syncs before and after it start; the one after the last is known by the rule of the cadence."""
    others = Sync.objects.filter(agreement=sync.agreement, cancelled_at=None).exclude(pk=sync.pk)
    before = others.filter(starts_at__lt=sync.starts_at).order_by("-starts_at").first()
    after = others.filter(starts_at__gt=sync.starts_at).order_by("starts_at").first()
    return before.starts_at if before else None, after.starts_at if after else _following_slot(sync)


def _following_slot(sync: Sync) -> datetime | None:
    rule = sync.cadence.rule
    slots = rule.occurrences(from_day=sync.slot_on + timedelta(days=1), until_day=sync.slot_on + LOOKED_AHEAD)
    following = next(slots, None)
    return rule.starts_at(following) if following else None
