"""The calendar files: an agreement's, a person's own, and that of one sync; how they are made is in ``ics``."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from agreements.models import Agreement, Commitment, Sync
from agreements.models.syncs import SyncQuerySet
from agreements.reports.ics import due_event, file_of, sync_event
from agreements.reports.participants import taking_part
from teams.domain.language import say
from teams.models import Person

DAYS_AHEAD = timedelta(days=90)  # as far as syncs are materialised
DAYS_BACK = timedelta(days=30)  # a feed keeps what has been for a while, as people look back


def calendar_of(*, agreement: Agreement, at: datetime) -> bytes:
    """Return the syncs of the next 90 days and the due dates of all that is open in ``agreement``.

    A later file replaces an earlier one event by event: the UID names the slot or the commitment, the SEQUENCE grows
    with each change. A sync that was called off stays in it as cancelled; days of a pause are left out.
    """
    syncs = _syncs().filter(agreement=agreement, starts_at__gte=at, starts_at__lte=at + DAYS_AHEAD)
    due = _due().filter(agreement=agreement)
    events = [*map(sync_event, syncs), *map(due_event, due)]
    return file_of(events, at=at, name=f"{agreement.label} {agreement.title}")


def calendar_of_person(*, person: Person, at: datetime) -> bytes:
    """Return the feed of ``person``: the syncs of all agreements they take part in, and what they owe or receive."""
    syncs = _syncs().filter(
        agreement__in=taking_part(person), starts_at__gte=at - DAYS_BACK, starts_at__lte=at + DAYS_AHEAD
    )
    due = _due().filter(Q(owner=person) | Q(accepted_by=person), agreement__in=Agreement.objects.active())
    events = [*map(sync_event, syncs), *map(due_event, due)]
    return file_of(events, at=at, name=say("Holdfast: {name}", name=person.name), is_feed=True)


def calendar_of_sync(*, sync: Sync, at: datetime) -> bytes:
    """Return ``sync`` alone, as a mail about it carries it; read with its agreement and cadence."""
    return file_of([sync_event(sync)], at=at)


def _syncs() -> SyncQuerySet:
    return Sync.objects.outside_pauses().select_related("agreement", "cadence").order_by("starts_at", "pk")


def _due() -> QuerySet[Commitment]:
    """All that is open, in the order of its dates."""
    rows = Commitment.objects.open().select_related("agreement", "owner", "team", "for_team")
    return rows.order_by("due_on", "agreement", "number")
