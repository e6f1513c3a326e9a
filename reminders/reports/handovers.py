"""A promise is to change hands: told in the morning to who is to take it, and to who is to agree to that."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from agreements.domain.handovers import HandoverRole
from agreements.models import Handover, Party
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import ASK_LIFE
from reminders.models import Reminder
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from teams.domain.language import say
from teams.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSection(Section):
    """``is_to_take``: the reader is the new person. ``is_owner``: it is owned from then on, else confirmed."""

    deliverable: str
    done_when: str
    team: str
    for_team: str
    due_on: date
    is_owner: bool
    is_to_take: bool
    asked_by: str
    to_person: str
    from_person: str
    reason: str
    other: str  # whose word is waited for beside the reader's, empty once it is given


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """Hand-overs that wait for a word of somebody whose working morning it is."""
    working = {person: one for person, one in mornings.people.items() if not one.is_day_off}
    for handover, people in _asked(_waiting()):
        for person in people & working.keys():
            yield _due(handover, working[person])


def _waiting() -> list[Handover]:
    people = ("from_person", "to_person", "asked_by", "commitment__owner", "commitment__accepted_by")
    places = ("commitment__agreement", "commitment__team", "commitment__for_team")
    return list(Handover.objects.waiting().filter(to_person__is_active=True).select_related(*people, *places))


def _asked(handovers: Collection[Handover]) -> Iterator[tuple[Handover, set[int]]]:
    """Each with the people whose word it waits for: who has left is answered for by who signs. One query."""
    agreements = {handover.commitment.agreement_id for handover in handovers}
    rows = Party.objects.filter(agreement__in=agreements, representative__is_active=True)
    signs = {
        (agreement, team): person for agreement, team, person in rows.values_list("agreement", "team", "representative")
    }
    for handover in handovers:
        takes = {handover.to_person_id} if handover.taken_at is None else set()
        agrees = {_other_end(handover, signs)} if handover.accepted_at is None else set()
        yield handover, {person for person in takes | agrees if person}


def _other_end(handover: Handover, signs: Mapping[tuple[int, int], int | None]) -> int | None:
    commitment, other = handover.commitment, handover.other_end
    if other is not None and other.is_active:
        return other.pk
    team = commitment.for_team_id if handover.role == HandoverRole.OWNER else commitment.team_id
    return signs.get((commitment.agreement_id, team))


def _due(handover: Handover, one: PersonMorning) -> Due:
    commitment = handover.commitment
    return Due(
        kind=Kind.HANDOVER_ASKED,
        recipient=one.person.pk,
        subject=Subject(agreement=commitment.agreement_id, commitment=commitment.pk, handover=handover.pk),
        slot="once",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=one.begins_at + ASK_LIFE,
        headline=_headline(handover, one.person),
    )


def _headline(handover: Handover, reader: Person) -> str:
    if reader == handover.to_person:
        return wording.take_over(handover.commitment.deliverable)
    return wording.agree_to(handover.commitment.deliverable, who=handover.to_person.name)


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still asked, and still waiting for this person's word."""
    asked = {handover.pk: (handover, people) for handover, people in _asked(_waiting())}
    return {one.pk: _look(one, asked.get(one.handover_id or 0), at) for one in reminders}


def _look(reminder: Reminder, asked: tuple[Handover, set[int]] | None, at: datetime) -> Section | Gone:
    if asked is None:
        return Gone("it was handed over, declined or withdrawn")
    handover, people = asked
    if reminder.recipient_id not in people:
        return Gone("it was answered")
    return _section(handover, reminder.recipient, at)


def _section(handover: Handover, reader: Person, at: datetime) -> HandoverSection:
    commitment = handover.commitment
    assert commitment.due_on is not None  # the database holds that for everything in force
    is_to_take = reader == handover.to_person
    return HandoverSection(
        kind=Kind.HANDOVER_ASKED,
        headline=_headline(handover, reader),
        path=reverse("commitment", args=[commitment.agreement.slug, commitment.number]),
        today=today_of(reader, at=at),
        deliverable=commitment.deliverable,
        done_when=commitment.done_when,
        team=commitment.team.name,
        for_team=commitment.for_team.name,
        due_on=commitment.due_on,
        is_owner=handover.role == HandoverRole.OWNER,
        is_to_take=is_to_take,
        asked_by=handover.asked_by.name,
        to_person=handover.to_person.name,
        from_person=handover.from_person.name,
        reason=handover.reason,
        other=_awaited_beside(handover, is_to_take=is_to_take),
    )


def _awaited_beside(handover: Handover, *, is_to_take: bool) -> str:
    if not is_to_take:
        return "" if handover.taken_at else handover.to_person.name
    other = handover.other_end
    if handover.accepted_at is not None:
        return ""
    return other.name if other is not None and other.is_active else say("who signs for the other team")
