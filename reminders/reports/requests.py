"""The check-in request: one a person and round, about everything they own or receive in that agreement."""

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
from reminders.domain.kinds import Kind
from reminders.models import Reminder
from reminders.reports.commitments import line_of, with_people
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.rounds import NamedRound, rounds_of
from reminders.reports.sections import Ask, Gone, Line, Look, Section, today_of

type Waiting = dict[tuple[int, int], list[Commitment]]  # by person and agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInSection(Section):
    title: str
    lines: tuple[Line, ...]
    ends_at: datetime

    @property
    def asks_about(self) -> frozenset[int]:
        return frozenset(line.id for line in self.lines)

    def without_asking(self, asked: frozenset[int]) -> Section | None:
        lines = tuple(line for line in self.lines if line.id not in asked)
        return replace(self, lines=lines) if lines else None


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """One request for each round that is open for somebody who has not answered all of it."""
    asked = [one.person.pk for one in mornings.people.values() if not one.is_day_off]
    agreements = set(_asked_of(asked).values_list("agreement", flat=True))
    rounds = rounds_of(agreements, at=mornings.at)
    for (person, agreement), commitments in unanswered(asked, rounds).items():
        one, round_ = mornings.people[person], rounds[agreement]
        if round_.opens_on <= one.today:
            yield _due(one, round_, commitments)


def _asked_of(people: Collection[int]) -> CommitmentQuerySet:
    """Open commitments in force that any of ``people`` owns or receives."""
    return Commitment.objects.open().filter(
        Q(owner__in=people) | Q(accepted_by__in=people), agreement__state=AgreementState.ACTIVE
    )


def unanswered(people: Collection[int], rounds: dict[int, NamedRound]) -> Waiting:
    """What each of ``people`` has not said a word about in the present round of its agreement. Two queries."""
    commitments = list(with_people(_asked_of(people)).filter(agreement__in=rounds).order_by("due_on", "number"))
    given = _answers(commitments, rounds)
    waiting: Waiting = defaultdict(list)
    for one in commitments:
        for role, person in ((CheckInRole.OWNER, one.owner_id), (CheckInRole.RECEIVER, one.accepted_by_id)):
            if person is not None and person in people and (one.pk, role) not in given:
                waiting[person, one.agreement_id].append(one)
    return waiting


def _answers(commitments: Sequence[Commitment], rounds: dict[int, NamedRound]) -> set[tuple[int, str]]:
    agreement_of = {one.pk: one.agreement_id for one in commitments}
    rows = CheckIn.objects.filter(commitment__in=agreement_of, round_on__in={round_.name for round_ in rounds.values()})
    return {
        (commitment, role)
        for commitment, role, round_on in rows.values_list("commitment", "role", "round_on")
        if round_on == rounds[agreement_of[commitment]].name
    }


def _due(one: PersonMorning, round_: NamedRound, commitments: Sequence[Commitment]) -> Due:
    return Due(
        kind=Kind.CHECK_IN_REQUEST,
        recipient=one.person.pk,
        subject=Subject(agreement=commitments[0].agreement_id),
        subject_on=round_.name,
        slot="round",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=round_.ends_at,
        headline=_headline(commitments, today=one.today),
    )


def _headline(commitments: Sequence[Commitment], *, today: date) -> str:
    first = commitments[0]
    assert first.due_on is not None
    if len(commitments) == 1:
        return wording.check_in_one(first.deliverable, due_on=first.due_on, today=today)
    return wording.check_in_many(first.agreement.title, count=len(commitments))


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """The round still runs, and something in it is still unanswered."""
    rounds = rounds_of({one.agreement_id for one in reminders if one.agreement_id}, at=at)
    waiting = unanswered({one.recipient_id for one in reminders}, rounds)
    asked = {commitment.pk for commitments in waiting.values() for commitment in commitments}
    half = half_answered(commitments=asked, at=at)
    return {one.pk: _look(one, rounds, waiting, half, at) for one in reminders}


def _look(
    reminder: Reminder, rounds: dict[int, NamedRound], waiting: Waiting, half: Sequence[CheckIn], at: datetime
) -> Section | Gone:
    round_ = rounds.get(reminder.agreement_id or 0)
    if round_ is None or round_.name != reminder.subject_on:
        return Gone("the round is over")
    commitments = waiting.get((reminder.recipient_id, reminder.agreement_id or 0))
    if not commitments:
        return Gone("it was answered")
    reader, agreement = reminder.recipient, commitments[0].agreement
    today = today_of(reader, at=at)
    return CheckInSection(
        kind=Kind.CHECK_IN_REQUEST,
        headline=_headline(commitments, today=today),
        path=reverse("agreement", args=[agreement.slug]),
        today=today,
        ask=Ask(agreement=agreement.pk, closes_at=round_.ends_at, round_on=round_.name),
        title=agreement.title,
        lines=tuple(line_of(one, reader=reader, half=half) for one in commitments),
        ends_at=round_.ends_at,
    )
