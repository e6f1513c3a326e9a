"""The notes of a sync: what was settled, who does what, and when the parties meet next."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from agreements.models import Attendance, Sync
from agreements.reports.facilitators import facilitators_of
from agreements.reports.history import Entry, events_of, told_to
from agreements.reports.participants import participants
from agreements.reports.settled import Settled, seen_by, settled_in
from teams.models import Person

# What else happens in a room, besides decisions, that people want to read of afterwards.
TOLD = ("captured", "amendment_asked", "concern_raised", "concern_resolved", "escalation_opened")


@dataclass(frozen=True, slots=True)
class PersonNotes:
    """What one person sees to; nothing, for many."""

    person: Person
    settled: tuple[Settled, ...]
    was_there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """``people`` are all who take part, were there, or see to anything: those with something first."""

    settled: tuple[Settled, ...]
    people: tuple[PersonNotes, ...]
    attendees: tuple[Person, ...]
    entries: tuple[Entry, ...]
    following: Sync | None
    following_facilitator: Person | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the notes of some syncs are made from; by sync, participants by agreement."""

    settled: Mapping[int, tuple[Settled, ...]]
    attendees: Mapping[int, list[Person]]
    participants: Mapping[int, list[Person]]
    following: Mapping[int, Sync]
    facilitators: Mapping[int, Person | None]


def notes_of(*, sync: Sync, viewer: Person, at: datetime) -> Notes:
    """The notes of ``sync``, which was held, as ``viewer``, who may read its agreement, sees them at ``at``."""
    return notes_of_many(syncs=[sync], viewers=[viewer], at=at)[sync.pk, viewer.pk]


def notes_of_many(
    *, syncs: Collection[Sync], viewers: Collection[Person], at: datetime
) -> dict[tuple[int, int], Notes]:
    """The notes of many syncs, by sync and person. What a sync heard beside its decisions is read for each of them."""
    known = _known(syncs)
    return {(sync.pk, person.pk): _notes(known, sync, person, at) for sync in syncs for person in viewers}


def _known(syncs: Collection[Sync]) -> _Known:
    keys = [sync.pk for sync in syncs]
    attendees: dict[int, list[Person]] = defaultdict(list)
    for one in Attendance.objects.filter(sync__in=keys).select_related("person").order_by("arrived_at", "pk"):
        attendees[one.sync_id].append(one.person)
    following = _following(syncs)
    return _Known(
        settled=settled_in(keys),
        attendees=attendees,
        participants=_people_of({sync.agreement_id for sync in syncs}),
        following=following,
        facilitators=facilitators_of(following.values()),
    )


def _people_of(agreements: Collection[int]) -> dict[int, list[Person]]:
    taking_part = participants(agreements)
    people = Person.objects.in_bulk(set().union(*taking_part.values()))
    return {agreement: [people[pk] for pk in found] for agreement, found in taking_part.items()}


def _following(syncs: Collection[Sync]) -> dict[int, Sync]:
    """The next sync after each, not called off; one query."""
    ahead: dict[int, list[Sync]] = defaultdict(list)
    rows = Sync.objects.outside_pauses().filter(
        agreement__in={sync.agreement_id for sync in syncs}, held_at=None, cancelled_at=None
    )
    for row in rows.select_related("agreement__facilitator", "cadence", "facilitator").order_by("starts_at"):
        ahead[row.agreement_id].append(row)
    return {
        sync.pk: found[0]
        for sync in syncs
        if (found := [row for row in ahead[sync.agreement_id] if row.starts_at > sync.starts_at])
    }


def _notes(known: _Known, sync: Sync, viewer: Person, at: datetime) -> Notes:
    settled = seen_by(known.settled[sync.pk], viewer)
    attendees = known.attendees.get(sync.pk, [])
    following = known.following.get(sync.pk)
    return Notes(
        settled=settled,
        people=_by_person(settled, attendees, known.participants.get(sync.agreement_id, [])),
        attendees=tuple(attendees),
        entries=_entries(sync, viewer, at),
        following=following,
        following_facilitator=known.facilitators[following.pk] if following else None,
    )


def _by_person(
    settled: Iterable[Settled], attendees: Collection[Person], taking_part: Collection[Person]
) -> tuple[PersonNotes, ...]:
    of: dict[int, list[Settled]] = defaultdict(list)
    for one in settled:
        of[one.owner.pk].append(one)
    people = {person.pk: person for person in (*taking_part, *attendees, *(one.owner for one in settled))}
    there = {person.pk for person in attendees}
    found = [PersonNotes(person, tuple(of[pk]), pk in there) for pk, person in people.items()]
    return tuple(sorted(found, key=lambda one: (not one.settled, one.person.name, one.person.pk)))


def _entries(sync: Sync, viewer: Person, at: datetime) -> tuple[Entry, ...]:
    """What else was done while its room was open, oldest first."""
    if sync.started_at is None or sync.held_at is None:
        return ()
    events = events_of(sync.agreement, viewer=viewer).filter(kind__in=TOLD)
    during = events.filter(at__gte=sync.started_at, at__lte=sync.held_at)
    return told_to(during.order_by("number"), viewer=viewer, at=at)
