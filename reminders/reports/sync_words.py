"""What all mails around syncs share: whom they reach, and how they say when."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from agreements.models import Agreement, Sync
from agreements.reports.calendar import calendar_of_sync
from agreements.reports.coming import coming_syncs
from agreements.reports.facilitators import facilitators_of
from agreements.reports.participants import participants
from reminders.domain import wording
from reminders.domain.attachments import Attachment
from reminders.reports.sections import today_of
from teams.domain.calendar import local_date, zone
from teams.models import Person

RELATED = ("agreement__facilitator", "cadence", "facilitator")  # what a sync brings along to all of this


def audience_of(syncs: Collection[Sync]) -> dict[int, set[int]]:
    """By sync, whom its mails reach: who takes part in the agreement, and who moderates it. Five queries."""
    taking_part = participants({sync.agreement_id for sync in syncs})
    moderating = {
        sync: {person.pk} for sync, person in facilitators_of(syncs).items() if person is not None and person.is_active
    }
    return {sync.pk: taking_part[sync.agreement_id] | moderating.get(sync.pk, set()) for sync in syncs}


def following(agreements: Collection[Agreement], *, at: datetime) -> Mapping[int, Sync]:
    """The next sync to begin of each agreement that has one, by its key; one query."""
    coming = coming_syncs(at=at).filter(agreement__in=agreements, starts_at__gt=at)
    return {sync.agreement_id: sync for sync in reversed(coming)}


def day_of(sync: Sync) -> date:
    """The day on which it is, where it is at home."""
    return local_date(sync.starts_at, zone=zone(sync.cadence.time_zone))


def say_near(sync: Sync, reader: Person, *, today: date) -> str:
    """The day as its reader says it on `today`: "tomorrow", "Friday", "Wed 17 Mar"."""
    return wording.say_near_day(local_date(sync.starts_at, zone=zone(reader.time_zone)), today=today)


def say_clock(sync: Sync, reader: Person) -> str:
    """The time where its reader is, and where it is at home when that differs."""
    return wording.say_time(sync.starts_at, reader=zone(reader.time_zone), home=zone(sync.cadence.time_zone))


def say_when(starts_at: datetime, sync: Sync, reader: Person, *, at: datetime) -> str:
    """An instant of ``sync`` as "Wed 17 Mar, 10:00": the reader's day and time, and the home time when it differs."""
    here = zone(reader.time_zone)
    day = wording.say_day(local_date(starts_at, zone=here), today=today_of(reader, at=at))
    return f"{day}, {wording.say_time(starts_at, reader=here, home=zone(sync.cadence.time_zone))}"


def entry_of(sync: Sync, *, at: datetime) -> Attachment:
    """The calendar file of ``sync`` alone."""
    return Attachment(
        name=f"{sync.agreement.label}-sync-{sync.number}.ics",
        subtype="calendar",
        params={"method": "PUBLISH", "charset": "utf-8"},
        content=calendar_of_sync(sync=sync, at=at),
    )
