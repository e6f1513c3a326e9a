"""A flag is told to the person it concerns first, then to the others: who receives it, and who signs for both sides."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from agreements.models import CheckIn, Commitment, DriftFlag, Party, Strength
from agreements.reports.flags import sentence_of
from agreements.reports.seals import half_answered
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import FLAG_LIFE
from reminders.models import Reminder
from reminders.reports.commitments import line_of
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Ask, Gone, Line, Look, Section, today_of
from teams.domain.calendar import zone
from teams.models import Person

PAST_DUE = "past_due"  # its owner hears of it as a commitment past its date
ANSWERS_UNTIL = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSection(Section):
    subject: str
    sentence: str
    next_step: str
    is_strong: bool
    agreement: str
    line: Line | None
    is_own: bool  # the reader owes it, and may adjust it
    shown_words: str  # from when on others see it, in the reader's words: "tomorrow 09:00"
    shown_elsewhere: bool  # others see it already
    told: str  # the person who heard of it first
    told_on: date

    @property
    def asks_about(self) -> frozenset[int]:
        return frozenset({self.line.id} if self.ask and self.line else ())

    def without_asking(self, asked: frozenset[int]) -> Section:
        return replace(self, ask=None) if self.asks_about & asked else self


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who hears of flags, by agreement: representatives by team."""

    representatives: dict[int, dict[int, int]]


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """Open flags of the last seven days: to whom they concern, and once shown to the others."""
    working = {person: one for person, one in mornings.people.items() if not one.is_day_off}
    since = mornings.at - FLAG_LIFE
    for flag in _with_subjects(DriftFlag.objects.open()).filter(first_told__in=working, opened_at__gt=since):
        assert flag.first_told_id is not None
        if flag.rule != PAST_DUE:
            yield _due(flag, working[flag.first_told_id], kind=Kind.FLAG_OWNER, since=flag.opened_at)
    shown = list(_shown(working, at=mornings.at))
    sides = _sides({flag.agreement_id for flag in shown})
    for flag in shown:
        for person in others(flag, sides) & working.keys():
            yield _due(flag, working[person], kind=Kind.FLAG_SHOWN, since=flag.shown_at)


def _shown(people: Collection[int], *, at: datetime) -> QuerySet[DriftFlag]:
    """Open flags that others see since less than seven days, in agreements that concern any of ``people``."""
    concerned = Q(commitment__accepted_by__in=people) | Q(
        agreement__in=Party.objects.filter(representative__in=people).values("agreement")
    )
    return _with_subjects(DriftFlag.objects.open()).filter(concerned, shown_at__lte=at, shown_at__gt=at - FLAG_LIFE)


def _with_subjects(flags: QuerySet[DriftFlag]) -> QuerySet[DriftFlag]:
    return flags.select_related(
        "agreement",
        "metric",
        "first_told",
        "commitment__agreement",
        "commitment__owner",
        "commitment__accepted_by",
        "commitment__team",
        "commitment__for_team",
    )


def _sides(agreements: Collection[int]) -> _Sides:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Party.objects.filter(agreement__in=agreements, representative__is_active=True)
    for agreement, team, person in rows.values_list("agreement", "team", "representative"):
        found[agreement][team] = person
    return _Sides(found)


def others(flag: DriftFlag, sides: _Sides) -> set[int]:
    """Everybody but the first who is told: for a commitment its receiver and both representatives, else all of them."""
    by_team = sides.representatives.get(flag.agreement_id, {})
    commitment = flag.commitment
    if commitment is None:
        return set(by_team.values()) - {flag.first_told_id}
    both = {by_team.get(commitment.team_id), by_team.get(commitment.for_team_id), commitment.accepted_by_id}
    return {person for person in both if person} - {flag.first_told_id, commitment.owner_id}


def _due(flag: DriftFlag, one: PersonMorning, *, kind: Kind, since: datetime) -> Due:
    return Due(
        kind=kind,
        recipient=one.person.pk,
        subject=Subject(agreement=flag.agreement_id, commitment=flag.commitment_id, flag=flag.pk),
        slot="once",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=since + FLAG_LIFE,
        headline=_headline(flag, kind, one.begins_at),
    )


def _headline(flag: DriftFlag, kind: Kind, at: datetime) -> str:
    if kind is Kind.FLAG_OWNER:
        return wording.flag_owner(_subject(flag), sentence=sentence_of(flag, at=at))
    commitment = flag.commitment
    route = f"{commitment.team} → {commitment.for_team}" if commitment else ""
    return wording.flag_shown(_subject(flag), route=route, is_strong=flag.strength == Strength.STRONG)


def _subject(flag: DriftFlag) -> str:
    return str(flag.commitment or flag.metric or flag.agreement.title)


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """The cause is still there, and it is still this person's business."""
    flags = _with_subjects(DriftFlag.objects.open()).in_bulk([one.flag_id for one in reminders])
    sides = _sides({flag.agreement_id for flag in flags.values()})
    return {one.pk: _look(one, flags.get(one.flag_id or 0), sides, at) for one in reminders}


def _look(reminder: Reminder, flag: DriftFlag | None, sides: _Sides, at: datetime) -> Section | Gone:
    if flag is None:
        return Gone("the cause is gone")
    kind = Kind(reminder.kind)
    concerned = {flag.first_told_id} if kind is Kind.FLAG_OWNER else others(flag, sides)
    if reminder.recipient_id not in concerned:
        return Gone("it belongs to somebody else now")
    return _section(reminder, flag, at)


def _section(reminder: Reminder, flag: DriftFlag, at: datetime) -> Section:
    kind, commitment, reader = Kind(reminder.kind), flag.commitment, reminder.recipient
    today = today_of(reader, at=at)
    asks = commitment is not None and kind is Kind.FLAG_OWNER and commitment.owner_id == reader.pk
    return FlagSection(
        kind=kind,
        headline=_headline(flag, kind, at),
        path=_path(flag),
        today=today,
        ask=Ask(agreement=flag.agreement_id, commitment=flag.commitment_id, closes_at=at + ANSWERS_UNTIL)
        if asks
        else None,
        subject=_subject(flag),
        sentence=sentence_of(flag, at=at),
        next_step=flag.next_step,
        is_strong=flag.strength == Strength.STRONG,
        agreement=flag.agreement.title,
        line=line_of(commitment, reader=reader, half=_half(commitment, at)) if commitment else None,
        is_own=commitment is not None and commitment.owner_id == reader.pk,
        shown_words=_words(flag.shown_at, reader, today),
        shown_elsewhere=flag.shown_at <= at,
        told=str(flag.first_told or ""),
        told_on=today_of(reader, at=flag.opened_at),
    )


def _words(at: datetime, reader: Person, today: date) -> str:
    here = zone(reader.time_zone)
    local = at.astimezone(here)
    return f"{wording.say_near_day(local.date(), today=today)} {local:%H:%M}"


def _path(flag: DriftFlag) -> str:
    if flag.commitment:
        return reverse("commitment", args=[flag.agreement.slug, flag.commitment.number])
    return reverse("agreement", args=[flag.agreement.slug])


def _half(commitment: Commitment, at: datetime) -> list[CheckIn]:
    return half_answered(commitments=[commitment.pk], at=at)
