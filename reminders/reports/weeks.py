"""The week ahead of those who lead a team or sign for one: what falls due, what waits for them, what drifts to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from agreements.domain.agreements import Health
from agreements.models import Agreement, Commitment, DriftFlag, Party
from agreements.reports.flags import sentence_of
from agreements.reports.home import decisions_of
from agreements.reports.waiting import count_decisions
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import begins_week, monday_of
from reminders.models import Reminder
from reminders.reports.among import among
from reminders.reports.commitments import with_people
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from teams.domain.calendar import ONE_DAY
from teams.domain.language import say
from teams.models import Membership, MembershipRole, Person

SHOWN = 7  # rows of each list; the rest is behind the link
LIFE = timedelta(days=2)

type ByPerson = Mapping[int, Sequence[Commitment]]


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One row: ``about`` says when or why."""

    title: str
    about: str


@dataclass(frozen=True, slots=True)
class WeekList:
    name: str
    lines: tuple[WeekLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSection(Section):
    lists: tuple[WeekList, ...]


@dataclass(frozen=True, slots=True)
class _Voices:
    """Who speaks for whom: who leads each team, and who signs for it in each agreement."""

    people: set[int]
    leads: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    signers: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def speaking(self) -> set[int]:
        return set().union(*self.leads.values(), self.signers.values())

    def of(self, agreement: int, team: int) -> set[int]:
        signer = self.signers.get((agreement, team))
        return self.leads.get(team, set()) | ({signer} if signer else set())


@dataclass(frozen=True, slots=True)
class _Weeks:
    """What there is for each of some people in one week."""

    due: ByPerson
    drifting: ByPerson


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """On the first working morning of their week; nothing to say is not said."""
    beginning = {
        person: one
        for person, one in mornings.people.items()
        if not one.is_day_off and begins_week(one.today, calendar=one.calendar)
    }
    voices = _voices(beginning)
    speaking = sorted(voices.speaking)
    weeks = {
        monday: _weeks(voices, monday, mornings.at) for monday in {monday_of(beginning[one].today) for one in speaking}
    }
    for person in speaking:
        one = beginning[person]
        if headline := _headline(one.person, weeks[monday_of(one.today)], at=mornings.at):
            yield _due(one, headline)


def _voices(people: Collection[int]) -> _Voices:
    """Two queries."""
    found = _Voices(set(people))
    leads = Membership.objects.filter(person__in=among(people), role=MembershipRole.LEAD)
    for team, person in leads.values_list("team", "person"):
        found.leads[team].add(person)
    parties = Party.objects.filter(representative__in=among(people), agreement__in=Agreement.objects.active())
    for agreement, team, person in parties.values_list("agreement", "team", "representative"):
        found.signers[agreement, team] = person
    return found


def _weeks(voices: _Voices, monday: date, at: datetime) -> _Weeks:
    """Two queries, and one for the zones of pauses."""
    open_ones = with_people(Commitment.objects.open().filter(agreement__in=Agreement.objects.running(at=at)))
    ends = monday + 6 * ONE_DAY
    due = _about(open_ones.filter(due_on__gte=monday, due_on__lte=ends), voices, person="owner", team="team")
    drifts = open_ones.filter(shown_health=Health.DRIFTING)
    return _Weeks(due, _about(drifts, voices, person="accepted_by", team="for_team"))


def _about(commitments: QuerySet[Commitment], voices: _Voices, *, person: str, team: str) -> ByPerson:
    """Those of ``commitments`` that are each person's own, or of a team that they speak for."""
    signed = {agreement for agreement, _ in voices.signers}
    theirs = Q(**{f"{person}__in": among(voices.people)}) | Q(**{f"{team}__in": voices.leads}) | Q(agreement__in=signed)
    found: dict[int, list[Commitment]] = defaultdict(list)
    for one in commitments.filter(theirs).order_by("due_on", "pk"):
        own = {getattr(one, f"{person}_id")} & voices.people
        for reader in own | voices.of(one.agreement_id, getattr(one, f"{team}_id")):
            found[reader].append(one)
    return found


def _headline(person: Person, weeks: _Weeks, *, at: datetime) -> str:
    """Empty when there is nothing to say. One query or two for each person."""
    counts = len(weeks.due.get(person.pk, ())), count_decisions(person, at=at), len(weeks.drifting.get(person.pk, ()))
    return _said(*counts)


def _said(due: int, decisions: int, drifting: int) -> str:
    return wording.week_ahead(due=due, decisions=decisions, drifting=drifting) if due or decisions or drifting else ""


def _due(one: PersonMorning, headline: str) -> Due:
    return Due(
        kind=Kind.WEEK_AHEAD,
        recipient=one.person.pk,
        subject=Subject(),
        subject_on=monday_of(one.today),
        slot="week",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=one.begins_at + LIFE,
        headline=headline,
    )


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """As it stands now; nothing when all of it was seen to meanwhile."""
    voices = _voices({one.recipient_id for one in reminders})
    mondays = {one.subject_on for one in reminders if one.subject_on}
    weeks = {monday: _weeks(voices, monday, at) for monday in mondays}
    drifting = {one.pk for week in weeks.values() for rows in week.drifting.values() for one in rows}
    reasons = _reasons(drifting, at)
    return {one.pk: _section(one, weeks[one.subject_on or one.local_on], reasons, at) for one in reminders}


def _reasons(commitments: Collection[int], at: datetime) -> dict[int, str]:
    """The sentence of the strongest, oldest flag that everybody sees on each."""
    flags = DriftFlag.objects.open().filter(commitment__in=commitments, shown_at__lte=at).select_related("agreement")
    found: dict[int, str] = {}
    for flag in flags.order_by("strength", "opened_at", "pk"):  # "strong" sorts before "weak"
        assert flag.commitment_id is not None  # asked for above
        found.setdefault(flag.commitment_id, sentence_of(flag, at=at))
    return found


def _section(reminder: Reminder, weeks: _Weeks, reasons: Mapping[int, str], at: datetime) -> Section | Gone:
    reader = reminder.recipient
    today = today_of(reader, at=at)
    due, drifting = weeks.due.get(reader.pk, ()), weeks.drifting.get(reader.pk, ())
    decisions = decisions_of(reader, at=at)
    headline = _said(len(due), len(decisions), len(drifting))
    if not headline:
        return Gone("all of it was seen to")
    lists = (
        _list(say("Due this week"), [WeekLine(wording.name(one.deliverable), _when(one, today)) for one in due]),
        _list(say("To decide"), [WeekLine(one.words, one.title) for one in decisions]),
        _list(say("Drifting to you"), [WeekLine(_route(one), reasons.get(one.pk, "")) for one in drifting]),
    )
    return WeekSection(
        kind=Kind.WEEK_AHEAD,
        headline=headline,
        path=reverse("home"),
        today=today,
        lists=tuple(one for one in lists if one.lines),
    )


def _list(name: str, lines: Iterable[WeekLine]) -> WeekList:
    rows = tuple(lines)
    return WeekList(name, rows[:SHOWN], max(len(rows) - SHOWN, 0))


def _when(one: Commitment, today: date) -> str:
    assert one.due_on is not None  # asked for by its date
    who = say("{owner} of {team}", owner=one.owner, team=one.team) if one.owner else one.team.name
    day = wording.say_day(one.due_on, today=today)
    return say("{day}, by {who} for {receiver}", day=day, who=who, receiver=one.for_team)


def _route(one: Commitment) -> str:
    return f"{wording.name(one.deliverable)} ({one.team} → {one.for_team})"
