"""The room of a sync: the item that all look at, who is there, what is left, and what is settled so far."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import OuterRef, Subquery

from agreements.domain.decisions import SubjectKind, SubjectName
from agreements.models import Agreement, Attendance, Commitment, Event, Presence, Sync
from agreements.permissions import may_attend, may_run_sync
from agreements.reports.agenda import Agenda, agenda
from agreements.reports.facilitators import facilitator_of
from agreements.reports.room_item import ItemCard, item_card
from agreements.reports.settled import Settled, seen_by, settled_in
from teams.domain.calendar import local_date, zone
from teams.models import Person

HERE_FOR = timedelta(minutes=2)  # after the latest sign of somebody's browser
ONE_MINUTE = timedelta(minutes=1)
VIEWER, AGREEMENT, NUMBER = 2_000_000_001, 2_000_000_002, 2_000_000_003  # stand-ins that no row has


class RoomState(NamedTuple):
    """Changes with everything that people in the room see change: of the sync itself, and of its agreement."""

    revision: int
    event: int

    def __str__(self) -> str:
        return f"{self.revision}-{self.event}"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who took part; ``is_here``: their browser gave a sign within two minutes."""

    person: Person
    arrived_at: datetime
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """``item`` is None while all look at the agenda alone. ``decision`` is about it, ``waiters`` wait for it."""

    state: RoomState
    facilitator: Person | None
    current: str
    item: ItemCard | None
    decision: Settled | None
    waiters: tuple[Commitment, ...]
    unseen_waiters: int
    following: str  # the subject to go on with, "" after the last
    agenda: Agenda
    settled: tuple[Settled, ...]
    guests: tuple[Guest, ...]
    elapsed_minutes: int
    may_run: bool
    may_attend: bool
    is_attending: bool

    @property
    def position(self) -> int:
        """Which of ``total`` the current item is, from 1; what is settled already comes first."""
        done = len([one for one in self.settled if one.subject != self.current])
        subjects = [item.subject for item in self.agenda.items]
        return done + (subjects.index(self.current) + 1 if self.current in subjects else 1)

    @property
    def total(self) -> int:
        decided = {one.subject for one in self.settled}
        return len(decided | {item.subject for item in self.agenda.items} | ({self.current} - {""}))


def room_state(*, agreement: int, number: int, viewer: Person) -> RoomState | None:
    """What the poll compares, in one query: of sync ``number`` in the agreement of that number; None if unseen."""
    statement, parameters = _statement(viewer.role)
    values = {VIEWER: viewer.pk, AGREEMENT: agreement, NUMBER: number}
    with connection.cursor() as cursor:
        cursor.execute(statement, [values.get(parameter, parameter) for parameter in parameters])
        found = cursor.fetchone()
    return RoomState(*found) if found else None


@cache
def _statement(role: str) -> tuple[str, tuple[Any, ...]]:
    """The question of every poll, with stand-ins for its three numbers.

    Thirty people ask it every three seconds, and to put it together costs many times what it costs to answer.
    """
    latest = Event.objects.filter(agreement=OuterRef("agreement")).order_by("-number").values("number")[:1]
    seen = Sync.objects.filter(agreement__in=Agreement.objects.visible_to(Person(pk=VIEWER, role=role)))
    rows = seen.filter(agreement__number=AGREEMENT, number=NUMBER).values_list("revision", Subquery(latest))
    return rows.query.sql_with_params()


def room(*, sync: Sync, viewer: Person, at: datetime) -> Room:
    """The room of ``sync``, which is live, as ``viewer``, who may read it, sees it; who comes late sees the same."""
    state = room_state(agreement=sync.agreement.number, number=sync.number, viewer=viewer)
    assert state is not None  # the caller found the sync in the viewer's sight
    assert sync.started_at is not None  # it is live
    asked = agenda(sync=sync, viewer=viewer, at=at)
    settled = seen_by(settled_in([sync.pk])[sync.pk], viewer)
    guests, runs = _guests(sync, at), may_run_sync(viewer, sync)
    seen_waiters, unseen = _waiters(sync.current, viewer)
    today = local_date(at, zone=zone(viewer.time_zone))
    return Room(
        state=state,
        facilitator=facilitator_of(sync),
        current=sync.current,
        item=item_card(sync=sync, subject=sync.current, viewer=viewer, at=at, today=today) if sync.current else None,
        decision=next((one for one in settled if one.subject == sync.current), None),
        waiters=seen_waiters,
        unseen_waiters=unseen,
        following=_following(asked, sync.current),
        agenda=asked,
        settled=settled,
        guests=guests,
        elapsed_minutes=max(0, (at - sync.started_at) // ONE_MINUTE),
        may_run=runs,
        may_attend=runs or may_attend(viewer, sync),
        is_attending=any(guest.person.pk == viewer.pk for guest in guests),
    )


def _guests(sync: Sync, at: datetime) -> tuple[Guest, ...]:
    """In the order in which they came; two queries."""
    here = set(Presence.objects.filter(sync=sync, seen_at__gt=at - HERE_FOR).values_list("person", flat=True))
    came = Attendance.objects.filter(sync=sync).select_related("person").order_by("arrived_at", "pk")
    return tuple(Guest(one.person, one.arrived_at, one.person_id in here) for one in came)


def _waiters(subject: str, viewer: Person) -> tuple[tuple[Commitment, ...], int]:
    """What waits for the current commitment: those in the viewer's sight, and how many others there are."""
    name = SubjectName.read(subject)
    if name is None or name.kind is not SubjectKind.COMMITMENT:
        return (), 0
    waiting = Commitment.objects.filter(waits_on__upstream=name.number)
    seen = Commitment.objects.visible_to(viewer).filter(pk__in=waiting).select_related("agreement", "owner")
    found = tuple(seen.order_by("due_on", "pk"))
    return found, waiting.count() - len(found)


def _following(asked: Agenda, current: str) -> str:
    """The item after the current one; when that has left the agenda, the first there is."""
    subjects = [item.subject for item in asked.items]
    later = subjects[subjects.index(current) + 1 :] if current in subjects else subjects
    return later[0] if later else ""
