"""The calendar file of an agreement: when the parties meet and what is due, for any calendar program."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vText

from agreements.models import Agreement, Commitment, Sync
from teams.domain.calendar import zone

DAYS_AHEAD = 90  # as far as syncs are materialised
ONE_DAY = timedelta(days=1)
ROOM_FOR_CLOCK_CHANGES = timedelta(days=366)


def calendar_of(*, agreement: Agreement, at: datetime) -> bytes:
    """Return an iCalendar file (RFC 5545): the syncs of the next 90 days and the due dates of all that is open.

    A later file replaces an earlier one event by event: the UID names the slot or the commitment, the SEQUENCE is the
    agreement's revision. A sync that was called off stays in it as cancelled; days of a pause are left out.
    """
    calendar = Calendar.new(
        method="PUBLISH", prodid="-//Holdfast//Agreement//EN", uid=f"agreement-{agreement.number}@holdfast"
    )
    for name in ("name", "x-wr-calname"):  # the standard's name, and the one that programs read
        calendar.add(name, vText(f"{agreement.label} {agreement.title}"))
    for event in (*_syncs(agreement, at), *_due(agreement)):
        event.add("dtstamp", at)
        event.add("sequence", agreement.revision)
        calendar.add_component(event)
    calendar.add_missing_timezones(
        first_date=(at - ROOM_FOR_CLOCK_CHANGES).date(), last_date=(at + ROOM_FOR_CLOCK_CHANGES).date()
    )
    file: bytes = calendar.to_ical()
    return file


def _syncs(agreement: Agreement, at: datetime) -> Iterator[Event]:
    coming = Sync.objects.outside_pauses().filter(
        agreement=agreement, starts_at__gte=at, starts_at__lte=at + timedelta(days=DAYS_AHEAD)
    )
    for sync in coming.select_related("cadence").order_by("starts_at"):
        starts_at = sync.starts_at.astimezone(zone(sync.cadence.time_zone))
        event = Event()
        event.add("uid", f"agreement-{agreement.number}-sync-{sync.slot_on}@holdfast")
        event.add("summary", f"Sync: {agreement.title}")
        event.add("description", f"Sync {sync.number} of {agreement.label}.")
        event.add("dtstart", starts_at)
        event.add("duration", timedelta(minutes=sync.minutes))
        event.add("status", "CANCELLED" if sync.cancelled_at else "CONFIRMED")
        yield event


def _due(agreement: Agreement) -> Iterator[Event]:
    """All-day events that keep nobody's day busy."""
    waited_for = Commitment.objects.open().filter(agreement=agreement).select_related("owner", "team", "for_team")
    for one in waited_for.order_by("due_on", "number"):
        assert one.owner is not None  # the database holds both for what is open
        assert one.due_on is not None
        event = Event()
        event.add("uid", f"agreement-{agreement.number}-commitment-{one.number}@holdfast")
        event.add("summary", f"Due: {one.deliverable} ({one.owner.name})")
        event.add("description", f"{one.team.name} owes it to {one.for_team.name}.\nDone when: {one.done_when}")
        event.add("dtstart", one.due_on)
        event.add("dtend", one.due_on + ONE_DAY)
        event.add("transp", "TRANSPARENT")
        yield event
