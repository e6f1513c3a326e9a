"""The check-in request: one a person and round, about everything they own or receive in that agreement.

Whoever stands in for somebody away gets another one, about what is theirs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from agreements.domain.agreements import AgreementState
from agreements.models import CheckIn, CheckInRole, Commitment
from agreements.models.commitments import CommitmentQuerySet
from agreements.reports.seals import half_answered
from reminders.domain import wording
from reminders.domain.keys import slot_of
from reminders.domain.kinds import Kind
from reminders.models import Reminder
from reminders.reports.absences import absent_of
from reminders.reports.among import among
from reminders.reports.commitments import line_of, with_people
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.rounds import NamedRound, rounds_of
from reminders.reports.sections import Ask, Gone, Line, Look, Section, today_of
from reminders.reports.sight import may_read
from teams.domain.language import say
from teams.models import Person

IN_PLACE_OF = "round:for:"  # begins the slot of who stands in for somebody, before the number of that person

type Waiting = dict[tuple[int, int], list[Commitment]]  # by person and agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInSection(Section):
    """``absent``: the person away whom the reader stands in for, None for who is asked themselves."""

    title: str
    lines: tuple[Line, ...]
    ends_at: datetime
    absent: Person | None = None

    @property
    def asks_about(self) -> frozenset[int]:
        return frozenset(line.id for line in self.lines)

    def without_asking(self, asked: frozenset[int]) -> Section | None:
        lines = tuple(line for line in self.lines if line.id not in asked)
        return replace(self, lines=lines) if lines else None


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """One request for each round that is open for somebody who has not answered all of it."""
    working = {pk: one for pk, one in mornings.people.items() if not one.is_day_off}
    absent = absent_of([one.person for one in working.values()], at=mornings.at)
    asked = working.keys() | absent.keys()
    agreements = set(_asked_of(asked).values_list("agreement", flat=True))
    rounds = rounds_of(agreements, at=mornings.at)
    for (person, agreement), commitments in unanswered(asked, rounds).items():
        round_ = rounds[agreement]
        one = working.get(person)
        if one and round_.opens_on <= one.today:
            yield _due(one, round_, commitments)
        if person in absent:
            yield from _stood_in(absent[person], working, round_, commitments)


def _stood_in(
    absent: Person, working: dict[int, PersonMorning], round_: NamedRound, commitments: Sequence[Commitment]
) -> Iterator[Due]:
    """What the delegate of somebody away is asked in their place, if they may read of it."""
    one = working[absent.delegate_id or 0]
    theirs = in_place(commitments, absent)
    if theirs and round_.opens_on <= one.today and may_read(one.person, theirs[0].agreement):
        yield _due(one, round_, theirs, absent=absent)


def in_place(commitments: Sequence[Commitment], absent: Person) -> list[Commitment]:
    """Those that the delegate of ``absent`` answers for; who is at the other end has an answer of their own to give."""
    return [one for one in commitments if absent.delegate_id not in {one.owner_id, one.accepted_by_id}]


def _asked_of(people: Collection[int]) -> CommitmentQuerySet:
    """Open commitments in force that any of ``people`` owns or receives."""
    return Commitment.objects.open().filter(
        Q(owner__in=among(people)) | Q(accepted_by__in=among(people)), agreement__state=AgreementState.ACTIVE
    )


def unanswered(people: Collection[int], rounds: dict[int, NamedRound]) -> Waiting:
    """What each of ``people`` has not said a word about in the present round of its agreement. Two queries."""
    commitments = list(with_people(_asked_of(people)).filter(agreement__in=among(rounds)).order_by("due_on", "number"))
    given = _answers(commitments, rounds)
    waiting: Waiting = defaultdict(list)
    for one in commitments:
        for role, person in ((CheckInRole.OWNER, one.owner_id), (CheckInRole.RECEIVER, one.accepted_by_id)):
            if person is not None and person in people and (one.pk, role) not in given:
                waiting[person, one.agreement_id].append(one)
    return waiting


def _answers(commitments: Sequence[Commitment], rounds: dict[int, NamedRound]) -> set[tuple[int, str]]:
    agreement_of = {one.pk: one.agreement_id for one in commitments}
    rows = CheckIn.objects.filter(
        commitment__in=among(agreement_of), round_on__in={round_.name for round_ in rounds.values()}
    )
    return {
        (commitment, role)
        for commitment, role, round_on in rows.values_list("commitment", "role", "round_on")
        if round_on == rounds[agreement_of[commitment]].name
    }


def _due(
    one: PersonMorning, round_: NamedRound, commitments: Sequence[Commitment], *, absent: Person | None = None
) -> Due:
    return Due(
        kind=Kind.CHECK_IN_REQUEST,
        recipient=one.person.pk,
        subject=Subject(agreement=commitments[0].agreement_id),
        subject_on=round_.name,
        slot=f"{IN_PLACE_OF}{absent.pk}" if absent else "round",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=round_.ends_at,
        headline=_headline(commitments, today=one.today, absent=absent),
    )


def _headline(commitments: Sequence[Commitment], *, today: date, absent: Person | None) -> str:
    words = _words(commitments, today=today)
    return say("For {absent}: {words}", absent=absent, words=words) if absent else words


def _words(commitments: Sequence[Commitment], *, today: date) -> str:
    first = commitments[0]
    assert first.due_on is not None
    if len(commitments) == 1:
        return wording.check_in_one(first.deliverable, due_on=first.due_on, today=today)
    return wording.check_in_many(first.agreement.title, count=len(commitments))


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """The round still runs, and something in it is still unanswered."""
    rounds = rounds_of({one.agreement_id for one in reminders if one.agreement_id}, at=at)
    absent = absent_of([one.recipient for one in reminders], at=at)
    waiting = unanswered({one.recipient_id for one in reminders} | absent.keys(), rounds)
    asked = {commitment.pk for commitments in waiting.values() for commitment in commitments}
    half = half_answered(commitments=asked, at=at)
    known = _Known(at, rounds, absent, waiting, half)
    return {one.pk: _look(one, known) for one in reminders}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the last look reads once for all reminders."""

    at: datetime
    rounds: dict[int, NamedRound]
    absent: dict[int, Person]
    waiting: Waiting
    half: Sequence[CheckIn]


def _look(reminder: Reminder, known: _Known) -> Section | Gone:
    round_ = known.rounds.get(reminder.agreement_id or 0)
    if round_ is None or round_.name != reminder.subject_on:
        return Gone("the round is over")
    person = _asked(reminder)
    absent = known.absent.get(person) if person != reminder.recipient_id else None
    if person != reminder.recipient_id and (absent is None or absent.delegate_id != reminder.recipient_id):
        return Gone("whom it stood in for is back")
    commitments = known.waiting.get((person, reminder.agreement_id or 0), [])
    if absent:
        commitments = in_place(commitments, absent)
    if not commitments:
        return Gone("it was answered")
    return _section(reminder, round_, commitments, absent, known)


def _asked(reminder: Reminder) -> int:
    """Whose commitments it asks about: the recipient's, or those of somebody they stand in for."""
    slot = slot_of(reminder.key)
    return int(slot.removeprefix(IN_PLACE_OF)) if slot.startswith(IN_PLACE_OF) else reminder.recipient_id


def _section(
    reminder: Reminder, round_: NamedRound, commitments: Sequence[Commitment], absent: Person | None, known: _Known
) -> Section:
    reader, agreement, at = reminder.recipient, commitments[0].agreement, known.at
    today = today_of(reader, at=at)
    return CheckInSection(
        kind=Kind.CHECK_IN_REQUEST,
        headline=_headline(commitments, today=today, absent=absent),
        path=reverse("agreement", args=[agreement.slug]),
        today=today,
        ask=Ask(agreement=agreement.pk, closes_at=round_.ends_at, round_on=round_.name),
        title=agreement.title,
        lines=tuple(line_of(one, reader=reader, half=known.half) for one in commitments),
        ends_at=round_.ends_at,
        absent=absent,
    )
