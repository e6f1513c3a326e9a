"""Concerns: told in the morning to who speaks for the other parties, and once answered at once to who raised it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from agreements.domain.concerns import About
from agreements.domain.escalations import EscalationState
from agreements.models import Concern, Escalation, Party
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import ASK_LIFE
from reminders.models import Reminder
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from teams.models import Membership, MembershipRole
from teams.speech import speaking_to


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernSection(Section):
    """``about`` names the commitment or the metric, or is empty; ``answer`` is empty while it waits for one."""

    title: str
    text: str
    who: str
    about: str
    is_work: bool
    answer: str = ""


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """Concerns of the last seven days that wait, as of the mornings of those who may answer, on working days."""
    working = {person: one for person, one in mornings.people.items() if not one.is_day_off}
    concerns = _open().filter(raised_at__gt=mornings.at - ASK_LIFE, raised_at__lte=mornings.at)
    listeners = listeners_of(concerns)
    for concern in concerns:
        for person in sorted(listeners[concern.pk] & working.keys()):
            yield _raised(concern, working[person])


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Answers of the last seven days, to who raised it; a decision of executives is told as such."""
    decided = Escalation.objects.filter(
        concern=OuterRef("pk"), state=EscalationState.RULED, closed_at=OuterRef("resolved_at")
    )
    answered = Concern.objects.filter(~Exists(decided), resolved_at__gt=at - ASK_LIFE, raised_by__is_active=True)
    for concern in answered.exclude(answered_by=F("raised_by")).select_related("agreement", "raised_by"):
        assert concern.resolved_at is not None  # by the filter above
        with speaking_to(concern.raised_by):
            headline = wording.concern_answered(concern.agreement.title)
        yield Due(
            kind=Kind.CONCERN_ANSWERED,
            recipient=concern.raised_by_id,
            subject=Subject(agreement=concern.agreement_id, concern=concern.pk),
            slot="once",
            local_on=today_of(concern.raised_by, at=concern.resolved_at),
            due_at=concern.resolved_at,
            expires_at=concern.resolved_at + ASK_LIFE,
            headline=headline,
        )


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Raised: still open, and its reader still speaks for another party. Answered: as it was."""
    named = {one.concern_id for one in reminders}
    related = ("agreement", "raised_by", "answered_by", "commitment", "metric")
    concerns = Concern.objects.select_related(*related).in_bulk(named)
    listeners = listeners_of(concerns.values())
    return {one.pk: _look(one, concerns.get(one.concern_id or 0), listeners, at) for one in reminders}


def listeners_of(concerns: Collection[Concern]) -> dict[int, set[int]]:
    """Who signs for or leads a party that the raiser does not belong to, by concern. Three queries."""
    parties: dict[int, list[Party]] = defaultdict(list)
    for party in Party.objects.filter(agreement__in={concern.agreement_id for concern in concerns}):
        parties[party.agreement_id].append(party)
    teams = {party.team_id for found in parties.values() for party in found}
    members = set(
        Membership.objects.filter(
            team__in=teams, person__in={concern.raised_by_id for concern in concerns}
        ).values_list("team", "person")
    )
    leads: dict[int, set[int]] = defaultdict(set)
    for team, person in Membership.objects.filter(team__in=teams, role=MembershipRole.LEAD).values_list(
        "team", "person"
    ):
        leads[team].add(person)
    found: dict[int, set[int]] = defaultdict(set)
    for concern in concerns:
        for party in parties[concern.agreement_id]:
            is_own = (party.team_id, concern.raised_by_id) in members or party.representative_id == concern.raised_by_id
            if not is_own:
                found[concern.pk] |= leads[party.team_id] | {party.representative_id or 0}
        found[concern.pk] -= {0, concern.raised_by_id}
    return found


def _open() -> QuerySet[Concern]:
    under_way = Concern.objects.open().filter(agreement__state__in=("active", "readback"))
    return under_way.select_related("agreement", "raised_by").order_by("raised_at", "pk")


def _raised(concern: Concern, one: PersonMorning) -> Due:
    return Due(
        kind=Kind.CONCERN_RAISED,
        recipient=one.person.pk,
        subject=Subject(agreement=concern.agreement_id, concern=concern.pk),
        slot="once",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=one.begins_at + ASK_LIFE,
        headline=wording.concern_raised(concern.agreement.title, text=concern.text),
    )


def _look(
    reminder: Reminder, concern: Concern | None, listeners: dict[int, set[int]], at: datetime
) -> ConcernSection | Gone:
    if concern is None:
        return Gone("it was removed")
    if reminder.kind == Kind.CONCERN_ANSWERED:
        headline = wording.concern_answered(concern.agreement.title)
        return _section(reminder, concern, at, headline=headline, answer=concern.answer)
    if concern.resolved_at is not None:
        return Gone("it was answered")
    if reminder.recipient_id not in listeners[concern.pk]:
        return Gone("they no longer speak for another party")
    return _section(
        reminder, concern, at, headline=wording.concern_raised(concern.agreement.title, text=concern.text), answer=""
    )


def _section(reminder: Reminder, concern: Concern, at: datetime, *, headline: str, answer: str) -> ConcernSection:
    who = concern.answered_by if answer else concern.raised_by
    return ConcernSection(
        kind=Kind(reminder.kind),
        headline=headline,
        path=reverse("concern", args=[concern.agreement.slug, concern.number]),
        today=today_of(reminder.recipient, at=at),
        title=concern.agreement.title,
        text=concern.text,
        who=who.name if who else "",
        about=str(concern.commitment or concern.metric or ""),
        is_work=concern.about == About.WORK,
        answer=answer,
    )
