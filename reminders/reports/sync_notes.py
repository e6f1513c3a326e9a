"""The notes of a sync, told at once when it is closed: who does what, also who does nothing, and when the next one is.

One that was recorded as held without its room has settled nothing that anybody could read of, and sends none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from agreements.domain.decisions import DecisionKind
from agreements.models import Agreement, Attendance, Decision, Sync, Visibility
from agreements.models.syncs import SyncQuerySet
from agreements.reports.history import Entry
from agreements.reports.notes import Notes, PersonNotes, notes_of_many
from agreements.reports.settled import Settled
from reminders.domain import wording
from reminders.domain.attachments import Attachment
from reminders.domain.kinds import Kind
from reminders.domain.moments import SYNC_NOTES_LIFE
from reminders.models import Reminder
from reminders.reports.due import Due, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from reminders.reports.sync_words import RELATED, audience_of, entry_of, say_when
from teams.domain.calendar import local_date, zone
from teams.domain.language import say
from teams.models import Person
from teams.speech import speaking_to


@dataclass(frozen=True, slots=True)
class Noted:
    """One decision: what it is about, its kind as a word of the table, and what was said with it."""

    title: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class SeesTo:
    name: str
    lines: tuple[Noted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncNotesSection(Section):
    """``people``: who sees to something, the reader first and as "You"; ``free`` are the others with nothing.

    ``following`` is "" when no sync is planned.
    """

    title: str
    when: str
    settled: int
    attendees: tuple[str, ...]
    person_minutes: int
    has_something: bool
    people: tuple[SeesTo, ...]
    free: tuple[str, ...]
    entries: tuple[Entry, ...]
    following: str
    moderator: str
    files: tuple[Attachment, ...]

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return self.files


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Syncs closed within the last seven days."""
    syncs = list(_closed().filter(held_at__gt=at - SYNC_NOTES_LIFE))
    decided = Decision.objects.filter(sync__in=syncs).values_list("sync")
    counts = defaultdict(int, decided.annotate(Count("pk")).order_by())
    reached = _readers(syncs)
    people = Person.objects.in_bulk(set().union(*reached.values()))
    for sync in syncs:
        for person in sorted(reached[sync.pk]):
            yield _due(sync, people[person], settled=counts[sync.pk])


def _closed() -> SyncQuerySet:
    """Held in its room; what happened there stays true when the agreement is closed afterwards."""
    return Sync.objects.filter(held_at__isnull=False, started_at__isnull=False).select_related(*RELATED)


def _readers(syncs: Collection[Sync]) -> dict[int, set[int]]:
    """By sync: its audience, and of those who were there or see to something, who may read the agreement."""
    reached = audience_of(syncs)
    also: dict[int, set[int]] = defaultdict(set)
    keys = [sync.pk for sync in syncs]
    for model, field in ((Attendance, "person"), (Decision, "owner")):
        rows = model.objects.filter(sync__in=keys, **{f"{field}__is_active": True})
        for sync, person in rows.values_list("sync", field):
            also[sync].add(person)
    return {sync.pk: reached[sync.pk] | _may_read(also[sync.pk] - reached[sync.pk], sync.agreement) for sync in syncs}


def _may_read(people: set[int], agreement: Agreement) -> set[int]:
    if not people or agreement.visibility == Visibility.ORGANISATION:
        return people
    return {
        person.pk
        for person in Person.objects.filter(pk__in=people)
        if Agreement.objects.visible_to(person).filter(pk=agreement.pk).exists()
    }


def _due(sync: Sync, person: Person, *, settled: int) -> Due:
    assert sync.held_at is not None  # asked for above
    with speaking_to(person):
        headline = _headline(sync, person, at=sync.held_at, settled=settled)
    return Due(
        kind=Kind.SYNC_NOTES,
        recipient=person.pk,
        subject=Subject(agreement=sync.agreement_id, sync=sync.pk),
        slot="once",
        local_on=today_of(person, at=sync.held_at),
        due_at=sync.held_at,
        expires_at=sync.held_at + SYNC_NOTES_LIFE,
        headline=headline,
    )


def _headline(sync: Sync, reader: Person, *, at: datetime, settled: int) -> str:
    on = local_date(sync.starts_at, zone=zone(reader.time_zone))
    return wording.sync_notes(sync.agreement.title, on=on, today=today_of(reader, at=at), settled=settled)


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """What was settled does not end; only who no longer belongs to it is left out."""
    syncs = _closed().in_bulk([one.sync_id for one in reminders])
    readers = _readers(syncs.values())
    people = {one.recipient_id: one.recipient for one in reminders}
    notes = notes_of_many(syncs=syncs.values(), viewers=people.values(), at=at)
    return {one.pk: _look(one, syncs, readers, notes, at) for one in reminders}


def _look(
    reminder: Reminder,
    syncs: Mapping[int, Sync],
    readers: Mapping[int, set[int]],
    notes: Mapping[tuple[int, int], Notes],
    at: datetime,
) -> Section | Gone:
    sync = syncs.get(reminder.sync_id or 0)
    if sync is None:
        return Gone("the sync is gone")
    if reminder.recipient_id not in readers[sync.pk]:
        return Gone("the person no longer takes part")
    return _section(reminder.recipient, sync, notes[sync.pk, reminder.recipient_id], at)


def _section(reader: Person, sync: Sync, notes: Notes, at: datetime) -> SyncNotesSection:
    busy = sorted((one for one in notes.people if one.settled), key=lambda one: one.person != reader)
    coming = notes.following
    return SyncNotesSection(
        kind=Kind.SYNC_NOTES,
        headline=_headline(sync, reader, at=at, settled=len(notes.settled)),
        path=reverse("sync", args=[sync.agreement.slug, sync.number]),
        today=today_of(reader, at=at),
        title=sync.agreement.title,
        when=say_when(sync.starts_at, sync, reader, at=at),
        settled=len(notes.settled),
        attendees=_names(notes.attendees, reader),
        person_minutes=sync.person_minutes or 0,
        has_something=bool(busy) and busy[0].person == reader,
        people=tuple(_sees_to(one, reader) for one in busy),
        free=tuple(one.person.name for one in notes.people if not one.settled and one.person != reader),
        entries=notes.entries,
        following=say_when(coming.starts_at, coming, reader, at=at) if coming else "",
        moderator=_moderator(notes, reader),
        files=(entry_of(coming, at=at),) if coming else (),
    )


def _sees_to(one: PersonNotes, reader: Person) -> SeesTo:
    lines = tuple(Noted(wording.name(line.title), _kind(line), line.note) for line in one.settled)
    return SeesTo(say("You") if one.person == reader else one.person.name, lines)


def _kind(line: Settled) -> str:
    """What is kept has a date; a topic or a concern that is kept as it is has been talked about."""
    is_talk = line.subject.startswith(("topic/", "concern/"))
    return "settled" if is_talk and line.kind == DecisionKind.KEEP else line.kind


def _names(people: Iterable[Person], reader: Person) -> tuple[str, ...]:
    """The reader last, and as "you"."""
    here = list(people)
    return (*(one.name for one in here if one != reader), *([say("you")] if reader in here else []))


def _moderator(notes: Notes, reader: Person) -> str:
    if notes.following_facilitator is None:
        return ""
    return "you" if notes.following_facilitator == reader else notes.following_facilitator.name
