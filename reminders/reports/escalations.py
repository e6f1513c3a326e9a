"""Decisions that parties ask for: told to executives in the morning, and once made at once to both sides."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from agreements.domain.escalations import EscalationState
from agreements.models import Escalation, Party
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import ASK_LIFE
from reminders.models import Reminder
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from teams.models import Person, Role
from teams.speech import speaking_to


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSection(Section):
    """``silent``: the parties that have not said their reason; any makes it one-sided."""

    teams: tuple[str, ...]
    question: str
    options: tuple[str, ...]
    decide_by: date
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingSection(Section):
    """``option``: the one that was chosen; empty when it was decided another way."""

    question: str
    option: str
    ruling: str
    ruled_by: str


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """What was asked in the last seven days and waits, as of the mornings of executives, on working days."""
    executives = [one for one in mornings.people.values() if one.person.role == Role.EXECUTIVE and not one.is_day_off]
    if not executives:
        return
    asked = Escalation.objects.filter(
        state=EscalationState.ASKED, asked_at__gt=mornings.at - ASK_LIFE, asked_at__lte=mornings.at
    )
    for escalation in asked.order_by("decide_by", "pk"):
        for one in executives:
            yield _asked(escalation, one)


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Decisions of the last seven days: to who signs for a party, who asked, and who raised the concern."""
    ruled = Escalation.objects.filter(state=EscalationState.RULED, closed_at__gt=at - ASK_LIFE)
    found = list(ruled.select_related("concern"))
    told = _concerned(found)
    people = Person.objects.active().in_bulk(set().union(*told.values()))
    for escalation in found:
        for person in sorted(told[escalation.pk] & people.keys()):
            yield _ruled(escalation, people[person])


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Asked: still waiting for one who may decide. Decided: to whom it concerns and who may read it."""
    named = {one.escalation_id for one in reminders}
    rows = Escalation.objects.select_related("ruled_by").prefetch_related("agreement__parties__team", "statements")
    found = rows.in_bulk(named)
    return {one.pk: _look(one, found.get(one.escalation_id or 0), at) for one in reminders}


def _concerned(escalations: Collection[Escalation]) -> dict[int, set[int]]:
    """Who is told of each decision: everybody but whoever made it."""
    signers: dict[int, set[int]] = defaultdict(set)
    parties = Party.objects.filter(agreement__in={one.agreement_id for one in escalations}).exclude(representative=None)
    for agreement, person in parties.values_list("agreement", "representative"):
        signers[agreement].add(person)
    return {one.pk: (signers[one.agreement_id] | _askers(one)) - {one.ruled_by_id} for one in escalations}


def _askers(escalation: Escalation) -> set[int]:
    raiser = {escalation.concern.raised_by_id} if escalation.concern else set()
    return raiser | ({escalation.asked_by_id} if escalation.asked_by_id else set())


def _asked(escalation: Escalation, one: PersonMorning) -> Due:
    return Due(
        kind=Kind.DECISION_ASKED,
        recipient=one.person.pk,
        subject=_subject(escalation),
        subject_on=escalation.decide_by,
        slot="once",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=one.begins_at + ASK_LIFE,
        headline=_asked_headline(escalation, one.today),
    )


def _ruled(escalation: Escalation, person: Person) -> Due:
    assert escalation.closed_at is not None  # the database holds that
    with speaking_to(person):
        headline = wording.ruling_made(escalation.topic)
    return Due(
        kind=Kind.RULING_MADE,
        recipient=person.pk,
        subject=_subject(escalation),
        slot="once",
        local_on=today_of(person, at=escalation.closed_at),
        due_at=escalation.closed_at,
        expires_at=escalation.closed_at + ASK_LIFE,
        headline=headline,
    )


def _subject(escalation: Escalation) -> Subject:
    return Subject(agreement=escalation.agreement_id, escalation=escalation.pk)


def _asked_headline(escalation: Escalation, today: date) -> str:
    assert escalation.decide_by is not None  # the database holds that for everything asked
    return wording.decision_asked(escalation.topic, decide_by=escalation.decide_by, today=today)


def _look(reminder: Reminder, escalation: Escalation | None, at: datetime) -> Section | Gone:
    if escalation is None:
        return Gone("it was removed")
    today = today_of(reminder.recipient, at=at)
    if reminder.kind == Kind.DECISION_ASKED:
        if escalation.state != EscalationState.ASKED:
            return Gone("it was decided or withdrawn")
        if not reminder.recipient.is_executive:
            return Gone("they decide no more")
        return _asked_section(escalation, today)
    if not Escalation.objects.visible_to(reminder.recipient).filter(pk=escalation.pk).exists():
        return Gone("it is not theirs to read any more")
    return _ruling_section(escalation, today)


def _asked_section(escalation: Escalation, today: date) -> AskedSection:
    assert escalation.decide_by is not None
    said = {statement.team_id for statement in escalation.statements.all()}
    parties = [party.team for party in escalation.agreement.parties.all()]
    return AskedSection(
        kind=Kind.DECISION_ASKED,
        headline=_asked_headline(escalation, today),
        path=reverse("escalation", args=[escalation.pk]),
        today=today,
        teams=tuple(team.name for team in parties),
        question=escalation.question,
        options=tuple(escalation.options),
        decide_by=escalation.decide_by,
        silent=tuple(team.name for team in parties if team.pk not in said),
    )


def _ruling_section(escalation: Escalation, today: date) -> RulingSection:
    return RulingSection(
        kind=Kind.RULING_MADE,
        headline=wording.ruling_made(escalation.topic),
        path=reverse("escalation", args=[escalation.pk]),
        today=today,
        question=escalation.question,
        option=escalation.option,
        ruling=escalation.ruling,
        ruled_by=escalation.ruled_by.name if escalation.ruled_by else "",
    )
