"""A sync is announced on the day before, with its agenda, and again thirty minutes before it starts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from agreements.domain.agreements import AgreementState
from agreements.models import Sync
from agreements.models.syncs import SyncQuerySet
from agreements.reports.agenda import Agenda, agendas
from agreements.reports.participants import participants
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import SYNC_SOON_BEFORE, SYNC_SOON_LIFE, is_sync_announced
from reminders.models import Reminder
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.requests import Waiting, unanswered
from reminders.reports.rounds import NamedRound, rounds_of
from reminders.reports.sections import Ask, Gone, Look, Section, today_of
from teams.domain.calendar import local_date, zone
from teams.models import Person

AHEAD = timedelta(days=14)  # nobody is off work longer without being away


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSection(Section):
    title: str
    day: str
    time: str
    minutes: int
    agenda: Agenda
    waiting: int = 0  # commitments on which the reader's word is still open


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """Syncs whose day is the next working day of a participant, or comes before it."""
    syncs = list(_open(Sync.objects.filter(starts_at__gt=mornings.at, starts_at__lt=mornings.at + AHEAD)))
    taking_part = participants({sync.agreement_id for sync in syncs})
    for sync in syncs:
        for person in taking_part[sync.agreement_id] & mornings.people.keys():
            one = mornings.people[person]
            day = local_date(sync.starts_at, zone=zone(one.person.time_zone))
            if not one.is_day_off and is_sync_announced(day, today=one.today, calendar=one.calendar):
                yield _announced(sync, one)


def _open(syncs: SyncQuerySet) -> SyncQuerySet:
    open_ones = syncs.outside_pauses().filter(held_at=None, cancelled_at=None)
    return open_ones.filter(agreement__state=AgreementState.ACTIVE).select_related("agreement", "cadence")


def _announced(sync: Sync, one: PersonMorning) -> Due:
    return Due(
        kind=Kind.SYNC_TOMORROW,
        recipient=one.person.pk,
        subject=_subject(sync),
        subject_on=local_date(sync.starts_at, zone=zone(sync.cadence.time_zone)),
        slot=_slot("day-before", sync),
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=sync.starts_at,
        headline=wording.sync_announced(
            sync.agreement.title, day=_day(sync, one.person, one.today), time=_time(sync, one.person)
        ),
    )


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Syncs that start within the next half hour, for the ten minutes in which that is news."""
    latest = at + SYNC_SOON_BEFORE
    syncs = list(_open(Sync.objects.filter(starts_at__gt=latest - SYNC_SOON_LIFE, starts_at__lte=latest)))
    taking_part = participants({sync.agreement_id for sync in syncs})
    people = Person.objects.in_bulk(set().union(*taking_part.values()))
    for sync in syncs:
        for person in taking_part[sync.agreement_id]:
            yield _soon(sync, people[person])


def _soon(sync: Sync, person: Person) -> Due:
    due_at = sync.starts_at - SYNC_SOON_BEFORE
    return Due(
        kind=Kind.SYNC_SOON,
        recipient=person.pk,
        subject=_subject(sync),
        subject_on=local_date(sync.starts_at, zone=zone(sync.cadence.time_zone)),
        slot=_slot("30-minutes", sync),
        local_on=today_of(person, at=due_at),
        due_at=due_at,
        expires_at=due_at + SYNC_SOON_LIFE,
        headline=wording.sync_soon(sync.agreement.title, time=_time(sync, person)),
    )


def _slot(step: str, sync: Sync) -> str:
    """A sync that was moved, were it within one day, is told anew."""
    return f"{step}-{sync.sequence}" if sync.sequence else step


def _subject(sync: Sync) -> Subject:
    return Subject(agreement=sync.agreement_id, sync=sync.pk)


def _day(sync: Sync, person: Person, today: date) -> str:
    return wording.say_near_day(local_date(sync.starts_at, zone=zone(person.time_zone)), today=today)


def _time(sync: Sync, person: Person) -> str:
    return wording.say_time(sync.starts_at, reader=zone(person.time_zone), home=zone(sync.cadence.time_zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the last look at some reminders of syncs reads, once for all of them."""

    at: datetime
    syncs: dict[int, Sync]
    taking_part: dict[int, set[int]]
    agendas: dict[tuple[int, int], Agenda]  # by sync and person
    rounds: dict[int, NamedRound]
    waiting: Waiting


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still to be held, on that day, and the person still takes part."""
    syncs = _open(Sync.objects.filter(starts_at__gt=at)).in_bulk([one.sync_id for one in reminders])
    agreements = {sync.agreement_id for sync in syncs.values()}
    people = {one.recipient_id: one.recipient for one in reminders}
    rounds = rounds_of(agreements, at=at)
    known = _Known(
        at=at,
        syncs=syncs,
        taking_part=participants(agreements),
        agendas=agendas(syncs=syncs.values(), viewers=people.values(), at=at),
        rounds=rounds,
        waiting=unanswered(people.keys(), rounds),
    )
    return {one.pk: _look(one, known) for one in reminders}


def _look(reminder: Reminder, known: _Known) -> Section | Gone:
    sync = known.syncs.get(reminder.sync_id or 0)
    if sync is None:
        return Gone("the sync was held, cancelled or has begun")
    if _was_moved(sync, since=reminder):
        return Gone("the sync was moved")
    if reminder.recipient_id not in known.taking_part[sync.agreement_id]:
        return Gone("the person no longer takes part")
    return _section(reminder, sync, known)


def _was_moved(sync: Sync, *, since: Reminder) -> bool:
    """To another day, or for who is told half an hour before it to another time of that day."""
    if local_date(sync.starts_at, zone=zone(sync.cadence.time_zone)) != since.subject_on:
        return True
    return since.kind == Kind.SYNC_SOON and since.due_at != sync.starts_at - SYNC_SOON_BEFORE


def _section(reminder: Reminder, sync: Sync, known: _Known) -> Section:
    reader, title = reminder.recipient, sync.agreement.title
    today = today_of(reader, at=known.at)
    agenda = known.agendas[sync.pk, reader.pk]
    day, time = _day(sync, reader, today), _time(sync, reader)
    is_soon = reminder.kind == Kind.SYNC_SOON
    waiting = 0 if is_soon else len(known.waiting.get((reader.pk, sync.agreement_id), ()))
    return SyncSection(
        kind=Kind(reminder.kind),
        headline=wording.sync_soon(title, time=time)
        if is_soon
        else wording.sync_ahead(title, day=day, time=time, items=len(agenda.items), drifting=agenda.drifting),
        path=reverse("sync", args=[sync.agreement.slug, sync.number]),
        today=today,
        ask=_ask(sync, known.rounds) if waiting else None,
        title=title,
        day=day,
        time=time,
        minutes=sync.minutes,
        agenda=agenda,
        waiting=waiting,
    )


def _ask(sync: Sync, rounds: dict[int, NamedRound]) -> Ask:
    round_ = rounds[sync.agreement_id]
    return Ask(agreement=sync.agreement_id, closes_at=round_.ends_at, round_on=round_.name)
