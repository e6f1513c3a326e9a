"""The sync that comes next, or goes on, in one agreement."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from agreements.domain.agreements import AgreementState
from agreements.models import Agreement, Party, Sync
from agreements.models.syncs import SyncQuerySet

JUST_BEGUN = timedelta(hours=1)  # people who come late still find it
STILL_ON = timedelta(hours=12)  # a room that nobody has closed is looked for no longer than this


def next_sync_of(agreement: Agreement, *, at: datetime) -> Sync | None:
    """The one that goes on, else the next to come; None without any."""
    return coming_syncs(at=at).filter(agreement=agreement).first()


def next_sync_for(agreement: Agreement, *, at: datetime) -> Sync | None:
    """The same; for terms that are not in force yet, the next sync at which at least two of the parties meet."""
    if agreement.state == AgreementState.ACTIVE:
        return next_sync_of(agreement, at=at)
    teams = Party.objects.filter(agreement=agreement).values("team")
    meeting = Agreement.objects.active().annotate(shared=Count("parties", filter=Q(parties__team__in=teams)))
    return coming_syncs(at=at).filter(agreement__in=meeting.filter(shared__gte=2).values("pk")).first()


def coming_syncs(*, at: datetime) -> SyncQuerySet:
    """Those neither held nor called off that come, began lately, or go on; soonest first."""
    comes = Q(starts_at__gte=at - JUST_BEGUN) | Q(started_at__gte=at - STILL_ON)
    waiting = Sync.objects.outside_pauses().filter(comes, held_at=None, cancelled_at=None)
    return waiting.select_related("agreement__facilitator", "cadence", "facilitator").order_by("starts_at", "pk")
