"""The sync that comes next, or goes on, in one agreement."""

from datetime import datetime, timedelta

from agreements.models import Agreement, Sync
from agreements.models.syncs import SyncQuerySet

STILL_ON = timedelta(hours=12)  # a sync that nobody has closed is looked for no longer than this


def next_sync_of(agreement: Agreement, *, at: datetime) -> Sync | None:
    """The one that goes on, else the next to come; None without any."""
    return coming_syncs(at=at).filter(agreement=agreement).first()


def coming_syncs(*, at: datetime) -> SyncQuerySet:
    """Those neither held nor called off that come, began lately, or go on; soonest first."""
    waiting = Sync.objects.outside_pauses().filter(held_at=None, cancelled_at=None, starts_at__gte=at - STILL_ON)
    return waiting.select_related("agreement__facilitator", "cadence", "facilitator").order_by("starts_at", "pk")
