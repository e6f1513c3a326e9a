"""Due soon (7 and 2 days before, and on the day) and past its date: told to the owner."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Commitment
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import DAYS_BEFORE, PAST_DATE_LIFE, reached_step
from reminders.models import Reminder
from reminders.reports.among import among
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.paths import commitment_path
from reminders.reports.sections import Ask, Gone, Line, Look, Section
from teams.domain.calendar import end_of_day, local_date, zone
from teams.models import Person

FARTHEST = timedelta(days=max(DAYS_BEFORE) + 7)  # a step on a day off is told on the working day before
ANSWERS_UNTIL = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSection(Section):
    line: Line
    days_left: int

    @property
    def asks_about(self) -> frozenset[int]:
        return frozenset({self.line.id} if self.ask else ())

    @property
    def in_short(self) -> str:
        return wording.end(self.headline)

    def without_asking(self, asked: frozenset[int]) -> Section:
        return replace(self, ask=None) if self.asks_about & asked else self


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """The step reached by each open commitment of the people, as of their morning."""
    horizon = max((one.today for one in mornings.people.values()), default=date.min) + FARTHEST
    running = Agreement.objects.running(at=mornings.at)
    theirs = Commitment.objects.open().filter(owner__in=among(mornings.people), agreement__in=running)
    rows = theirs.filter(due_on__lte=horizon)
    found = rows.values_list("pk", "owner", "agreement", "agreement__time_zone", "deliverable", "due_on")
    for commitment, owner, agreement, time_zone, deliverable, due_on in found:
        assert due_on is not None  # asked for above
        owed = Owed(commitment, owner, agreement, time_zone, deliverable, due_on)
        if due := _step(owed, mornings.people[owed.owner], at=mornings.at):
            yield due


class Owed(NamedTuple):
    """A commitment with a date, as far as its steps need it; others by number."""

    commitment: int
    owner: int
    agreement: int
    time_zone: str
    deliverable: str
    due_on: date


def _step(owed: Owed, one: PersonMorning, *, at: datetime) -> Due | None:
    here = zone(owed.time_zone)
    today = local_date(at, zone=here)
    if today > owed.due_on:
        return _due(owed, one, kind=Kind.PAST_DATE, slot="past", today=today, life=PAST_DATE_LIFE)
    step = reached_step(owed.due_on, today=today, calendar=one.calendar)
    if step is None or (step and one.is_day_off):
        return None
    life = end_of_day(owed.due_on, zone=here) - one.begins_at
    return _due(owed, one, kind=Kind.DUE_SOON, slot=str(step), today=today, life=life)


def _due(owed: Owed, one: PersonMorning, *, kind: Kind, slot: str, today: date, life: timedelta) -> Due:
    return Due(
        kind=kind,
        recipient=one.person.pk,
        subject=Subject(agreement=owed.agreement, commitment=owed.commitment),
        subject_on=owed.due_on,
        slot=slot,
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=one.begins_at + life,
        headline=_headline(owed.deliverable, kind=kind, due_on=owed.due_on, today=today),
    )


def _headline(deliverable: str, *, kind: Kind, due_on: date, today: date) -> str:
    say = wording.past_date if kind is Kind.PAST_DATE else wording.due_soon
    return say(deliverable, due_on=due_on, today=today)


class Owing(NamedTuple):
    """A commitment as the last look reads it; its agreement and its owner by number, other people and teams by name."""

    commitment: int
    agreement: int
    owner: int | None
    number: int
    state: str
    deliverable: str
    done_when: str
    due_on: date
    moves: int
    standing: str | None
    standing_at: datetime | None
    team: str
    for_team: str
    accepted_by: str | None


COLUMNS = (
    *("pk", "agreement", "owner", "number", "state", "deliverable", "done_when", "due_on", "moves", "standing"),
    *("standing_at", "team__name", "for_team__name", "accepted_by__name"),
)


class Place(NamedTuple):
    """What all commitments of an agreement share at a moment, on its local date."""

    is_active: bool
    is_paused: bool
    today: date
    slug: str
    label: str


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still open, still theirs, still due that day. Two queries."""
    found = Commitment.objects.filter(pk__in=among({one.commitment_id for one in reminders if one.commitment_id}))
    rows = {row[0]: Owing._make(row) for row in found.values_list(*COLUMNS)}
    agreements = Agreement.objects.in_bulk({row.agreement for row in rows.values()})
    places = {pk: _place(one, at) for pk, one in agreements.items()}
    return {one.pk: _look(one, rows.get(one.commitment_id or 0), places, at) for one in reminders}


def _place(agreement: Agreement, at: datetime) -> Place:
    return Place(
        is_active=agreement.state == AgreementState.ACTIVE,
        is_paused=agreement.is_paused(at=at),
        today=local_date(at, zone=zone(agreement.time_zone)),
        slug=agreement.slug,
        label=agreement.label,
    )


def _look(reminder: Reminder, owing: Owing | None, places: Mapping[int, Place], at: datetime) -> Section | Gone:
    if owing is None or owing.owner != reminder.recipient_id:
        return Gone("it belongs to somebody else now")
    place = places[owing.agreement]
    if not place.is_active or owing.state != CommitmentState.OPEN:
        return Gone(f"the commitment is {owing.state}")
    if place.is_paused:
        return Gone("the agreement is paused")
    if owing.due_on != reminder.subject_on:
        return Gone("its date was moved")
    if reminder.kind == Kind.DUE_SOON and owing.due_on < place.today:
        return Gone("its date has passed")
    return _section(reminder, owing, place, at)


def _section(reminder: Reminder, owing: Owing, place: Place, at: datetime) -> DateSection:
    kind = Kind(reminder.kind)
    return DateSection(
        kind=kind,
        headline=_headline(owing.deliverable, kind=kind, due_on=owing.due_on, today=place.today),
        path=commitment_path(place.slug, owing.number),
        today=place.today,
        ask=Ask(agreement=owing.agreement, commitment=owing.commitment, closes_at=at + ANSWERS_UNTIL),
        line=_line(owing, place, reminder.recipient),
        days_left=(owing.due_on - place.today).days,
    )


def _line(owing: Owing, place: Place, owner: Person) -> Line:
    """As its owner reads it: nothing of their own is sealed from them."""
    return Line(
        id=owing.commitment,
        label=f"{place.label}.{owing.number}",
        deliverable=owing.deliverable,
        done_when=owing.done_when,
        team=owing.team,
        for_team=owing.for_team,
        due_on=owing.due_on,
        moves=owing.moves,
        standing=owing.standing,
        standing_on=local_date(owing.standing_at, zone=zone(owner.time_zone)) if owing.standing_at else None,
        is_sealed=False,
        is_owner=True,
        other=f"{owing.accepted_by} ({owing.for_team})",
    )
