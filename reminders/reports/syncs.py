"""A sync is announced on the day before, with its agenda, and again thirty minutes before it starts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from agreements.domain.agenda import Section as AgendaSection
from agreements.domain.agreements import AgreementState
from agreements.models import Sync
from agreements.models.syncs import SyncQuerySet
from agreements.reports.agenda import Agenda, agendas
from agreements.reports.agenda_items import AgendaItem
from agreements.reports.facilitators import facilitators_of
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import SYNC_SOON_BEFORE, SYNC_SOON_LIFE, is_sync_announced
from reminders.models import Reminder
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.requests import Waiting, unanswered
from reminders.reports.rounds import NamedRound, rounds_of
from reminders.reports.sections import Ask, Gone, Look, Section, today_of
from reminders.reports.sync_words import RELATED, audience_of, day_of, say_clock, say_near, say_when
from teams.domain.calendar import local_date, zone
from teams.domain.language import noted, say
from teams.models import Person
from teams.speech import speaking_to

AHEAD = timedelta(days=14)  # nobody is off work longer without being away

OFFER = "#offer"  # where the page of a sync that proposes to cancel itself asks for the press

# What stands together in a mail, in the order of the agenda.
WORDS = {
    AgendaSection.DRIFTING: noted("Drifting first"),
    AgendaSection.DISPUTED: noted("Seen differently"),
    AgendaSection.DOUBT: noted("Some doubt"),
    AgendaSection.CHANGE: noted("To decide"),
    AgendaSection.CONCERN: noted("To hear"),
    AgendaSection.TOPIC: noted("To talk about"),
    AgendaSection.DUE: noted("Due before the sync after this"),
}

AT_REST = noted("At rest")


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSection(Section):
    """``moderator`` is a name, "you" or ""; ``moved`` says where from and why, "" while it is where it was planned.

    ``people``: how many take part, who all get their time back when it is called off. ``page`` is that of the sync,
    ``path`` the place on it where the next step is.
    """

    page: str
    title: str
    day: str
    time: str
    minutes: int
    agenda: Agenda
    moderator: str
    moved: str
    people: int
    waiting: int = 0  # commitments on which the reader's word is still open

    @property
    def groups(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """The items, each a title and a reason, under the words for why they are there."""
        of: dict[AgendaSection, list[tuple[str, str]]] = {section: [] for section in WORDS}
        for item in _told(self.agenda):
            of[item.section].append((wording.end(item.title), item.reason))
        found = [(say(words), tuple(of[section])) for section, words in WORDS.items() if of[section]]
        return (*found, *_snoozed(self.agenda, self.today))

    @property
    def not_fitting(self) -> int:
        return len(self.agenda.items) - self.agenda.fitting


def _told(agenda: Agenda) -> list[AgendaItem]:
    """All but what somebody snoozed: that stays on the agenda, and is not announced as drifting."""
    return [item for item in agenda.items if item.snoozed_until is None]


def _snoozed(agenda: Agenda, today: date) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    rows = [(wording.end(item.title), item.snoozed_until) for item in agenda.items if item.snoozed_until]
    if rows:
        until = [(title, say("Until {day}.", day=wording.say_day(day, today=today))) for title, day in rows]
        yield say(AT_REST), tuple(until)


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """Syncs whose day is the next working day of a participant, or comes before it."""
    syncs = list(_open(Sync.objects.filter(starts_at__gt=mornings.at, starts_at__lt=mornings.at + AHEAD)))
    reached = audience_of(syncs)
    for sync in syncs:
        for person in reached[sync.pk] & mornings.people.keys():
            one = mornings.people[person]
            day = local_date(sync.starts_at, zone=zone(one.person.time_zone))
            if not one.is_day_off and is_sync_announced(day, today=one.today, calendar=one.calendar):
                yield _announced(sync, one)


def _open(syncs: SyncQuerySet) -> SyncQuerySet:
    open_ones = syncs.outside_pauses().filter(held_at=None, cancelled_at=None)
    return open_ones.filter(agreement__state=AgreementState.ACTIVE).select_related(*RELATED)


def _announced(sync: Sync, one: PersonMorning) -> Due:
    return Due(
        kind=Kind.SYNC_TOMORROW,
        recipient=one.person.pk,
        subject=_subject(sync),
        subject_on=day_of(sync),
        slot=_slot("day-before", sync),
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=sync.starts_at,
        headline=wording.sync_announced(
            sync.agreement.title, day=say_near(sync, one.person, today=one.today), time=say_clock(sync, one.person)
        ),
    )


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Syncs that start within the next half hour, for the ten minutes in which that is news."""
    latest = at + SYNC_SOON_BEFORE
    syncs = list(_open(Sync.objects.filter(starts_at__gt=latest - SYNC_SOON_LIFE, starts_at__lte=latest)))
    reached = audience_of(syncs)
    people = Person.objects.in_bulk(set().union(*reached.values()))
    for sync in syncs:
        for person in reached[sync.pk]:
            yield _soon(sync, people[person])


def _soon(sync: Sync, person: Person) -> Due:
    due_at = sync.starts_at - SYNC_SOON_BEFORE
    with speaking_to(person):
        headline = wording.sync_soon(sync.agreement.title, time=say_clock(sync, person))
    return Due(
        kind=Kind.SYNC_SOON,
        recipient=person.pk,
        subject=_subject(sync),
        subject_on=day_of(sync),
        slot=_slot("30-minutes", sync),
        local_on=today_of(person, at=due_at),
        due_at=due_at,
        expires_at=due_at + SYNC_SOON_LIFE,
        headline=headline,
    )


def _slot(step: str, sync: Sync) -> str:
    """A sync that was moved, were it within one day, is told anew."""
    return f"{step}-{sync.sequence}" if sync.sequence else step


def _subject(sync: Sync) -> Subject:
    return Subject(agreement=sync.agreement_id, sync=sync.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the last look at some reminders of syncs reads, once for all of them."""

    at: datetime
    syncs: dict[int, Sync]
    reached: dict[int, set[int]]  # by sync
    moderators: dict[int, Person | None]  # by sync
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
        reached=audience_of(syncs.values()),
        moderators=facilitators_of(syncs.values()),
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
    if reminder.recipient_id not in known.reached[sync.pk]:
        return Gone("the person no longer takes part")
    return _section(reminder, sync, known)


def _was_moved(sync: Sync, *, since: Reminder) -> bool:
    """To another day, or for who is told half an hour before it to another time of that day."""
    if day_of(sync) != since.subject_on:
        return True
    return since.kind == Kind.SYNC_SOON and since.due_at != sync.starts_at - SYNC_SOON_BEFORE


def _section(reminder: Reminder, sync: Sync, known: _Known) -> Section:
    reader = reminder.recipient
    agenda = known.agendas[sync.pk, reader.pk]
    is_soon = reminder.kind == Kind.SYNC_SOON
    waiting = 0 if is_soon else len(known.waiting.get((reader.pk, sync.agreement_id), ()))
    today, page = today_of(reader, at=known.at), reverse("sync", args=[sync.agreement.slug, sync.number])
    return SyncSection(
        kind=Kind(reminder.kind),
        headline=_headline(sync, reader, agenda, today=today, is_soon=is_soon),
        path=f"{page}{OFFER}" if agenda.may_cancel_itself and not is_soon else page,
        page=page,
        today=today,
        ask=_ask(sync, known.rounds) if waiting else None,
        title=sync.agreement.title,
        day=say_near(sync, reader, today=today),
        time=say_clock(sync, reader),
        minutes=sync.minutes,
        agenda=agenda,
        moderator=_moderator(known.moderators[sync.pk], reader),
        moved=_moved(sync, reader, at=known.at),
        people=len(known.reached[sync.pk]),
        waiting=waiting,
    )


def _headline(sync: Sync, reader: Person, agenda: Agenda, *, today: date, is_soon: bool) -> str:
    title, day, time = sync.agreement.title, say_near(sync, reader, today=today), say_clock(sync, reader)
    if is_soon:
        return wording.sync_soon(title, time=time)
    if agenda.may_cancel_itself:
        return wording.sync_unneeded(title, day=day, time=time)
    drifting = sum(item.is_drifting for item in _told(agenda))
    return wording.sync_ahead(title, day=day, time=time, items=len(agenda.items), drifting=drifting)


def _moderator(moderator: Person | None, reader: Person) -> str:
    if moderator is None:
        return ""
    return "you" if moderator == reader else moderator.name


def _moved(sync: Sync, reader: Person, *, at: datetime) -> str:
    if sync.moved_from is None:
        return ""
    return f"{say_when(sync.moved_from, sync, reader, at=at)}: {sync.move_reason}"


def _ask(sync: Sync, rounds: dict[int, NamedRound]) -> Ask:
    round_ = rounds[sync.agreement_id]
    return Ask(agreement=sync.agreement_id, closes_at=round_.ends_at, round_on=round_.name)
