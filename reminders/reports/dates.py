"""Due soon (7 and 2 days before, and on the day) and past its date: told to the owner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.urls import reverse

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Commitment
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import DAYS_BEFORE, PAST_DATE_LIFE, reached_step
from reminders.models import Reminder
from reminders.reports.among import among
from reminders.reports.commitments import line_of, sharing_people
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Ask, Gone, Line, Look, Section
from teams.domain.calendar import end_of_day, local_date, zone

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


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still open, still theirs, still due that day."""
    rows = sharing_people(Commitment.objects.all()).in_bulk([one.commitment_id for one in reminders])
    return {one.pk: _look(one, rows.get(one.commitment_id), at) for one in reminders}


def _look(reminder: Reminder, commitment: Commitment | None, at: datetime) -> Section | Gone:
    if commitment is None or commitment.owner_id != reminder.recipient_id:
        return Gone("it belongs to somebody else now")
    if commitment.agreement.state != AgreementState.ACTIVE or commitment.state != CommitmentState.OPEN:
        return Gone(f"the commitment is {commitment.state}")
    if commitment.agreement.is_paused(at=at):
        return Gone("the agreement is paused")
    if commitment.due_on != reminder.subject_on:
        return Gone("its date was moved")
    return _section(reminder, commitment, at)


def _section(reminder: Reminder, commitment: Commitment, at: datetime) -> Section | Gone:
    assert commitment.due_on is not None
    today = local_date(at, zone=zone(commitment.agreement.time_zone))
    kind = Kind(reminder.kind)
    days_left = (commitment.due_on - today).days
    if kind is Kind.DUE_SOON and days_left < 0:
        return Gone("its date has passed")
    return DateSection(
        kind=kind,
        headline=_headline(commitment.deliverable, kind=kind, due_on=commitment.due_on, today=today),
        path=reverse("commitment", args=[commitment.agreement.slug, commitment.number]),
        today=today,
        ask=Ask(agreement=commitment.agreement_id, commitment=commitment.pk, closes_at=at + ANSWERS_UNTIL),
        line=line_of(commitment, reader=reminder.recipient),
        days_left=days_left,
    )
