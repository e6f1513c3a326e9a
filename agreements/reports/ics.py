"""What calendar programs read (RFC 5545): single events, and the files that hold them.

One event a sync, not one repeating series an agreement, for what Google, Outlook and Apple do with updates:

* A series would be identified by its first start and rule. When a cadence changes, overrides (RECURRENCE-ID) name
  starts that the new rule no longer has: Google then shows strays, Outlook doubles. Here the slot is the identity.
* A mail about one moved sync carries that one event. A single override without its series is refused by Outlook
  ("not supported calendar message") and taken for a second event by others; a whole series would undo what somebody
  set on other dates, such as an alarm. A file with one event replaces the event with its UID.
* The rows are the truth 90 days ahead; a rule would promise dates that holidays, pauses and changes move.

METHOD is PUBLISH, with neither ORGANIZER nor ATTENDEE: these are notices to one person, not invitations. REQUEST and
CANCEL count only between an organiser and those it invited; Outlook puts aside what comes from anybody else, asks for
replies nobody reads, and takes one event of a file. RFC 5545 forbids ORGANIZER outside group scheduling.
Apple, Google and Outlook on the web replace what was imported with the same UID and a grown SEQUENCE; Outlook for
Windows may add a second copy of an imported event. The feed has no such doubts: all three replace it as a whole.

An event that was called off says so three times, because Outlook's subscriptions read no STATUS: in its STATUS, in its
title, and by keeping nobody busy.
"""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vText

from agreements.domain.clock_changes import YearlyChange, yearly_changes
from agreements.models import Agreement, Commitment, Sync, Visibility
from teams.domain.calendar import zone
from teams.domain.language import say

PRODUCT = "-//Holdfast//Agreement//EN"
ONE_DAY = timedelta(days=1)
ASK_AGAIN = timedelta(hours=1)
YEARS_AHEAD = 4  # enough to tell the fourth Sunday of a month from the last
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def sync_event(sync: Sync) -> Event:
    """The event of a sync, which is read with its agreement and cadence: its slot names it, wherever it moves."""
    here, is_off = zone(sync.cadence.time_zone), sync.cancelled_at is not None
    path = reverse("sync", args=[sync.agreement.slug, sync.number])
    event = _event(sync.agreement, f"sync-{sync.slot_on}", path, sequence=sync.sequence)
    event.add("summary", _clean(f"{'Cancelled: ' if is_off else ''}Sync: {sync.agreement.title}"))
    event.add("description", _clean("\n".join([*_told(sync, here), settings.BASE_URL + path])))
    event.add("dtstart", sync.starts_at.astimezone(here))
    event.add("dtend", (sync.starts_at + timedelta(minutes=sync.minutes)).astimezone(here))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    return event


def due_event(commitment: Commitment) -> Event:
    """The whole-day event, which keeps nobody busy, of an open commitment, read with agreement, owner and teams."""
    assert commitment.owner is not None  # the database holds both for what is open
    assert commitment.due_on is not None
    agreement = commitment.agreement
    path = reverse("commitment", args=[agreement.slug, commitment.number])
    event = _event(agreement, f"commitment-{commitment.number}", path, sequence=agreement.revision)
    event.add(
        "summary",
        _clean(say("Due: {deliverable} ({name})", deliverable=commitment.deliverable, name=commitment.owner.name)),
    )
    owed = say("{name} owes it to {receiver}.", name=commitment.team.name, receiver=commitment.for_team.name)
    event.add(
        "description",
        _clean(
            say(
                "{owed}\nDone when: {done_when}\n{address}{path}",
                owed=owed,
                done_when=commitment.done_when,
                address=settings.BASE_URL,
                path=path,
            )
        ),
    )
    event.add("dtstart", commitment.due_on)
    event.add("dtend", commitment.due_on + ONE_DAY)
    event.add("transp", "TRANSPARENT")
    return event


def file_of(events: Iterable[Event], *, at: datetime, name: str = "", is_feed: bool = False) -> bytes:
    """An iCalendar file. With a ``name`` programs take it for a calendar of its own, without one for its events."""
    calendar = Calendar()
    for prop, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(prop, value)
    for prop in ("name", "x-wr-calname") if name else ():  # the standard's name, and the one that programs read
        calendar.add(prop, vText(_clean(name)))
    if is_feed:  # again the standard's, and the one that programs read
        calendar.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    listed = list(events)
    for key in sorted({key for event in listed if (key := _zone_of(event))}):
        calendar.add_component(_zone(ZoneInfo(key), at))
    for event in listed:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _zone_of(event: Event) -> str:
    """The zone that an event names; "" for a day."""
    start = event.start
    return start.tzinfo.key if isinstance(start, datetime) and isinstance(start.tzinfo, ZoneInfo) else ""


def _event(agreement: Agreement, thing: str, path: str, *, sequence: int) -> Event:
    """What all events have. Stamped with the last change, not with the moment of reading: the same is the same."""
    event = Event()
    host = urlsplit(settings.BASE_URL).hostname
    event.add("uid", f"agreement-{agreement.number}-{thing}@{host}")
    for stamp in ("dtstamp", "last-modified"):
        event.add(stamp, agreement.updated_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", sequence)
    event.add("url", settings.BASE_URL + path)
    event.add("class", "PRIVATE" if agreement.visibility == Visibility.PARTIES else "PUBLIC")
    return event


def _told(sync: Sync, here: ZoneInfo) -> list[str]:
    lines = [say("Sync {number} of {label}.", number=sync.number, label=sync.agreement.label)]
    if sync.moved_from:
        was = sync.moved_from.astimezone(here)
        lines.append(f"Moved from {was:%a} {was.day} {was:%b}, {was:%H:%M}: {sync.move_reason}")
    if sync.cancelled_at:
        lines.append(say("Cancelled: {cancel_reason}", cancel_reason=sync.cancel_reason))
    return lines


def _clean(text: str) -> str:
    """The same without control characters, which no program expects; line breaks and tabs stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc")


def _zone(here: ZoneInfo, at: datetime) -> Timezone:
    """The zone in the file. Outlook knows no zone by its name and reads only yearly rules; others go by the name."""
    rules = yearly_changes(here, first_year=at.year - 1, last_year=at.year + YEARS_AHEAD)
    if rules is None:
        first, last = date(at.year - 1, 1, 1), date(at.year + YEARS_AHEAD, 1, 1)
        return Timezone.from_tzinfo(here, first_date=first, last_date=last)
    described = Timezone()
    described.add("tzid", here.key)
    for observance in map(_observance, rules) if rules else [_always(here, at)]:
        described.add_component(observance)
    return described


def _observance(rule: YearlyChange) -> TimezoneStandard | TimezoneDaylight:
    made = TimezoneDaylight() if rule.is_daylight else TimezoneStandard()
    by_day = f"{rule.nth}{WEEKDAYS[rule.weekday]}"
    _fill(made, rule.first, rule.offset_from, rule.offset_to, rule.name)
    made.add("rrule", {"freq": "yearly", "bymonth": rule.month, "byday": by_day})
    return made


def _always(here: ZoneInfo, at: datetime) -> TimezoneStandard:
    """Of a zone whose clocks never change."""
    made, local = TimezoneStandard(), at.astimezone(here)
    offset, first = local.utcoffset() or timedelta(), datetime.combine(date(at.year - 1, 1, 1), time.min)
    _fill(made, first, offset, offset, local.tzname() or here.key)
    return made


def _fill(
    made: TimezoneStandard | TimezoneDaylight, first: datetime, before: timedelta, after: timedelta, name: str
) -> None:
    add: Any = partial(made.add)
    add("dtstart", first)
    add("tzoffsetfrom", before)
    add("tzoffsetto", after)
    add("tzname", name)
