"""Somebody asks the owner of a commitment for news: told at once in the owner's working hours, else in the morning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Ask, CheckIn, CheckInRole, Commitment
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import ASK_LIFE
from reminders.models import Reminder
from reminders.reports import sections
from reminders.reports.among import among
from reminders.reports.commitments import line_of
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.mornings import in_quiet_hours, mornings_of
from reminders.reports.sections import Gone, Line, Look, Section, today_of
from teams.domain.language import say
from teams.speech import speaking_to

ANSWERS_UNTIL = timedelta(days=14)
RELATED = (
    "asked_by",
    "commitment__agreement",
    "commitment__owner",
    "commitment__accepted_by",
    "commitment__team",
    "commitment__for_team",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSection(Section):
    """``who`` asks, by their full name; ``note`` is what they wrote with it, or empty."""

    line: Line
    who: str
    note: str

    @property
    def asks_about(self) -> frozenset[int]:
        return frozenset({self.line.id} if self.ask else ())

    @property
    def in_short(self) -> str:
        if self.note:
            return say("{who} asks for news: “{note}”", who=self.who, note=self.note)
        return say("{who} asks for news.", who=self.who)

    def without_asking(self, asked: frozenset[int]) -> Section:
        return replace(self, ask=None) if self.asks_about & asked else self


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """What was asked since an owner's day began, as long as it goes on."""
    asks = list(_unanswered(at))
    quiet = set(in_quiet_hours(at=at).values_list("pk", flat=True)) if asks else set()
    owners = {ask.commitment.owner_id: ask.commitment.owner for ask in asks if ask.commitment.owner_id not in quiet}
    mornings = mornings_of(people=[owner for owner in owners.values() if owner], at=at)
    for ask in asks:
        one = mornings.people.get(ask.commitment.owner_id or 0)
        if one and not one.is_day_off and one.begins_at <= ask.asked_at:
            yield _due(ask, one, due_at=ask.asked_at)


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """What was asked when an owner's day was over, or before it began."""
    working = {person: one for person, one in mornings.people.items() if not one.is_day_off}
    for ask in _unanswered(mornings.at).filter(commitment__owner__in=among(working)):
        assert ask.commitment.owner_id is not None  # asked for above
        one = working[ask.commitment.owner_id]
        yield _due(ask, one, due_at=one.begins_at)


def _unanswered(at: datetime) -> QuerySet[Ask]:
    """Asks of the last seven days about open commitments that their owner has said nothing of since."""
    said = CheckIn.objects.filter(
        commitment=OuterRef("commitment"), role=CheckInRole.OWNER, at__gte=OuterRef("asked_at")
    )
    asks = Ask.objects.filter(asked_at__gt=at - ASK_LIFE, asked_at__lte=at, commitment__owner__is_active=True)
    still = asks.filter(commitment__state=CommitmentState.OPEN, commitment__agreement__in=Agreement.objects.active())
    return still.filter(~Exists(said)).select_related(*RELATED).order_by("asked_at", "pk")


def _due(ask: Ask, one: PersonMorning, *, due_at: datetime) -> Due:
    with speaking_to(one.person):
        headline = _headline(ask)
    return Due(
        kind=Kind.ASKED,
        recipient=one.person.pk,
        subject=Subject(agreement=ask.commitment.agreement_id, commitment=ask.commitment_id, ask=ask.pk),
        slot="once",
        local_on=one.today,
        due_at=due_at,
        expires_at=ask.asked_at + ASK_LIFE,
        headline=headline,
    )


def _headline(ask: Ask) -> str:
    return wording.asked(ask.commitment.deliverable, who=ask.asked_by.get_short_name())


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still open, still theirs, and not a word of its owner since it was asked."""
    named = [one.ask_id for one in reminders if one.ask_id is not None]
    asks = Ask.objects.filter(pk__in=named).select_related(*RELATED).in_bulk()
    waiting = set(_unanswered(at).filter(pk__in=named).values_list("pk", flat=True))
    return {one.pk: _look(one, asks.get(one.ask_id or 0), waiting, at) for one in reminders}


def _look(reminder: Reminder, ask: Ask | None, waiting: set[int], at: datetime) -> Section | Gone:
    if ask is None:
        return Gone("it was removed")
    commitment = ask.commitment
    if commitment.owner_id != reminder.recipient_id:
        return Gone("it belongs to somebody else now")
    if commitment.agreement.state != AgreementState.ACTIVE or commitment.state != CommitmentState.OPEN:
        return Gone(f"the commitment is {commitment.state}")
    if ask.pk not in waiting:
        return Gone("it was answered")
    return _section(reminder, ask, commitment, at)


def _section(reminder: Reminder, ask: Ask, commitment: Commitment, at: datetime) -> AskSection:
    return AskSection(
        kind=Kind.ASKED,
        headline=_headline(ask),
        path=reverse("commitment", args=[commitment.agreement.slug, commitment.number]),
        today=today_of(reminder.recipient, at=at),
        ask=sections.Ask(agreement=commitment.agreement_id, commitment=commitment.pk, closes_at=at + ANSWERS_UNTIL),
        line=line_of(commitment, reader=reminder.recipient),
        who=ask.asked_by.name,
        note=ask.note,
    )
