"""A sync that was moved or called off: told at once to the others, with what their calendars need to follow.

Who did it is whoever the history names; they know. Every further move is told anew, calling off once.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from agreements.domain.agreements import AgreementState
from agreements.models import Event, Sync
from reminders.domain import wording
from reminders.domain.attachments import Attachment
from reminders.domain.kinds import Kind
from reminders.models import Reminder
from reminders.reports.due import Due, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from reminders.reports.sync_words import RELATED, audience_of, day_of, entry_of, following, say_when
from teams.models import Person
from teams.speech import speaking_to

KINDS = {"sync_moved": Kind.SYNC_MOVED, "sync_cancelled": Kind.SYNC_CANCELLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncMovedSection(Section):
    title: str
    who: str
    reason: str
    was: str
    now: str
    minutes: int
    calendar: Attachment

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return (self.calendar,)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncCancelledSection(Section):
    """``returned``: the person-minutes that everybody together gets back. ``following`` is "" when none is planned."""

    title: str
    who: str
    reason: str
    when: str
    minutes: int
    returned: int
    following: str
    calendar: Attachment

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return (self.calendar,)


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Of syncs still ahead, the latest move of each that is open, and that it was called off."""
    ahead = Sync.objects.filter(starts_at__gt=at, held_at=None, agreement__state=AgreementState.ACTIVE)
    touched = [*ahead.filter(cancelled_at__isnull=False), *ahead.filter(cancelled_at=None, sequence__gt=0)]
    acts = _latest_acts(touched)
    syncs = Sync.objects.select_related(*RELATED).in_bulk(list(acts))
    reached = audience_of(syncs.values())
    people = Person.objects.in_bulk(set().union(*reached.values()))
    for pk, sync in syncs.items():
        for person in sorted(reached[pk] - {acts[pk].actor_id}):
            yield _due(sync, acts[pk], people[person])


def _latest_acts(syncs: Collection[Sync]) -> dict[int, Event]:
    """By sync, what was last done to its time; by the clock alone, nothing."""
    by_name = {(sync.agreement_id, sync.slot_on.isoformat()): sync for sync in syncs}
    agreements = {sync.agreement_id for sync in syncs}
    acts: dict[int, Event] = {}
    events = Event.objects.filter(agreement__in=agreements, kind__in=KINDS).select_related("actor")
    for event in events.order_by("agreement", "number"):
        sync = by_name.get((event.agreement_id, event.data["slot_on"]))
        if sync is not None and _made(event, sync):
            acts[sync.pk] = event
    return acts


def _made(event: Event, sync: Sync) -> bool:
    """Whether ``sync`` is as ``event`` left it: a change of the cadence gives slots new syncs, a holiday new days."""
    if event.kind == "sync_cancelled":
        return sync.cancelled_at is not None
    return sync.cancelled_at is None and datetime.fromisoformat(event.data["now"]) == sync.starts_at


def _due(sync: Sync, act: Event, person: Person) -> Due:
    kind = KINDS[act.kind]
    with speaking_to(person):
        headline = _headline(sync, act, person)
    return Due(
        kind=kind,
        recipient=person.pk,
        subject=Subject(agreement=sync.agreement_id, sync=sync.pk),
        subject_on=day_of(sync),
        slot=str(act.number) if kind is Kind.SYNC_MOVED else "once",
        local_on=today_of(person, at=act.at),
        due_at=act.at,
        expires_at=sync.starts_at,
        headline=headline,
    )


def _headline(sync: Sync, act: Event, reader: Person) -> str:
    title, now = sync.agreement.title, say_when(sync.starts_at, sync, reader, at=act.at)
    if act.kind == "sync_cancelled":
        return wording.sync_cancelled(title, when=now)
    return wording.sync_moved(title, was=_was(sync, act, reader), now=now)


def _was(sync: Sync, act: Event, reader: Person) -> str:
    return say_when(datetime.fromisoformat(act.data["was"]), sync, reader, at=act.at)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the last look reads once for all reminders; ``next`` by agreement, the rest by sync."""

    at: datetime
    syncs: Mapping[int, Sync]
    acts: Mapping[int, Event]
    reached: Mapping[int, set[int]]
    next: Mapping[int, Sync]


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still ahead, as it was told, and the person still takes part."""
    ahead = Sync.objects.filter(starts_at__gt=at, held_at=None, agreement__state=AgreementState.ACTIVE)
    syncs = ahead.select_related(*RELATED).in_bulk([one.sync_id for one in reminders])
    known = _Known(
        at=at,
        syncs=syncs,
        acts=_latest_acts(syncs.values()),
        reached=audience_of(syncs.values()),
        next=following([sync.agreement for sync in syncs.values()], at=at),
    )
    return {one.pk: _look(one, known) for one in reminders}


def _look(reminder: Reminder, known: _Known) -> Section | Gone:
    sync = known.syncs.get(reminder.sync_id or 0)
    act = known.acts.get(reminder.sync_id or 0)
    if sync is None or act is None:
        return Gone("the sync has begun, or its agreement is closed")
    if reminder.kind != KINDS[act.kind] or reminder.due_at != act.at:
        return Gone("the sync was moved again or called off")
    if reminder.recipient_id not in known.reached[sync.pk]:
        return Gone("the person no longer takes part")
    return _moved(reminder, sync, act, known) if reminder.kind == Kind.SYNC_MOVED else _off(reminder, sync, act, known)


def _moved(reminder: Reminder, sync: Sync, act: Event, known: _Known) -> SyncMovedSection:
    reader = reminder.recipient
    return SyncMovedSection(
        kind=Kind.SYNC_MOVED,
        headline=_headline(sync, act, reader),
        path=_path(sync),
        today=today_of(reader, at=known.at),
        title=sync.agreement.title,
        who=_who(act),
        reason=act.data["reason"],
        was=_was(sync, act, reader),
        now=say_when(sync.starts_at, sync, reader, at=act.at),
        minutes=sync.minutes,
        calendar=entry_of(sync, at=known.at),
    )


def _off(reminder: Reminder, sync: Sync, act: Event, known: _Known) -> SyncCancelledSection:
    reader, coming = reminder.recipient, known.next.get(sync.agreement_id)
    return SyncCancelledSection(
        kind=Kind.SYNC_CANCELLED,
        headline=_headline(sync, act, reader),
        path=_path(sync),
        today=today_of(reader, at=known.at),
        title=sync.agreement.title,
        who=_who(act),
        reason=sync.cancel_reason,
        when=say_when(sync.starts_at, sync, reader, at=act.at),
        minutes=sync.minutes,
        returned=sync.person_minutes or 0,
        following=say_when(coming.starts_at, coming, reader, at=known.at) if coming else "",
        calendar=entry_of(sync, at=known.at),
    )


def _who(act: Event) -> str:
    assert act.actor is not None  # nobody's clock moves a sync or calls one off in the history
    return act.actor.name


def _path(sync: Sync) -> str:
    return reverse("sync", args=[sync.agreement.slug, sync.number])
