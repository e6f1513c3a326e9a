"""What all mails about flags share: whom a flag concerns, how it is named, and its part of a mail."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from agreements.models import CheckIn, DriftFlag, Party, Strength, Sync
from agreements.reports.flags import sentence_of
from agreements.reports.seals import half_answered
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.models import Reminder
from reminders.reports.commitments import line_of
from reminders.reports.sections import Ask, Line, Section, today_of
from reminders.reports.sync_words import following
from teams.domain import days
from teams.domain.calendar import local_date, zone
from teams.domain.language import say
from teams.models import Person

ANSWERS_UNTIL = timedelta(days=14)
LONGEST_TOPIC = 240

type Sides = Mapping[int, Mapping[int, int]]  # who signs, by agreement and team


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around some flags at ``at``: who signs, the next sync of each agreement, answers not read yet."""

    at: datetime
    sides: Sides
    syncs: Mapping[int, Sync]
    half: Sequence[CheckIn]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSection(Section):
    """``is_own``: the reader owes it, and may adjust it. ``told`` heard of it first, on ``told_on``.

    ``shown_words`` say from when on ``elsewhere`` sees it too, as "Tomorrow at 09:00"; ``is_shown`` since then.
    ``asks_whom`` is the first name of its owner, where the reader may ask them; ``bring_words`` name the next sync.
    ``days``: working days since both sides see it; ``steps``: who of those who sign heard of it, and when.
    """

    subject: str
    sentence: str
    next_step: str
    is_strong: bool
    agreement: str
    line: Line | None
    is_own: bool
    shown_words: str
    is_shown: bool
    elsewhere: str
    told: str
    told_on: date
    shown_on: date
    asks_whom: str
    bring_words: str
    bring_path: str
    days: int = 0
    steps: tuple[tuple[str, date], ...] = ()

    @property
    def asks_about(self) -> frozenset[int]:
        return frozenset({self.line.id} if self.ask and self.line else ())

    @property
    def named(self) -> str:
        return wording.end(self.subject)

    @property
    def within(self) -> str:
        return wording.end(self.agreement)

    @property
    def ask_words(self) -> str:
        return say("Ask {name}", name=self.asks_whom)

    @property
    def ask_path(self) -> str:
        return f"{self.path}#ask"

    @property
    def in_short(self) -> str:
        """Only of what the reader owes: that is asked about together with it."""
        if not self.is_own or self.kind is not Kind.FLAG_OWNER:
            return ""
        return f"{wording.end(self.sentence)} {self.seen_by}"

    @property
    def seen_by(self) -> str:
        """Who sees it besides the reader, and from when on."""
        if self.is_shown:
            return say("{others} sees it too by now.", others=_first_upper(self.elsewhere))
        return say(
            "Only you get this today. {when} {others} sees it too.", when=self.shown_words, others=self.elsewhere
        )

    def without_asking(self, asked: frozenset[int]) -> Section:
        return replace(self, ask=None) if self.asks_about & asked else self


def with_subjects(flags: QuerySet[DriftFlag]) -> QuerySet[DriftFlag]:
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


def sides_of(agreements: Collection[int]) -> Sides:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Party.objects.filter(agreement__in=agreements, representative__is_active=True)
    for agreement, team, person in rows.values_list("agreement", "team", "representative"):
        found[agreement][team] = person
    return found


def signers(flag: DriftFlag, sides: Sides) -> set[int]:
    """Who signs for the two teams of a commitment; for anything else, for every party."""
    by_team, commitment = sides.get(flag.agreement_id, {}), flag.commitment
    if commitment is None:
        return set(by_team.values())
    return {by_team[team] for team in (commitment.team_id, commitment.for_team_id) if team in by_team}


def subject_of(flag: DriftFlag) -> str:
    return str(flag.commitment or flag.metric or flag.agreement.title)


def route_of(flag: DriftFlag) -> str:
    """Who owes it to whom: "Sales → Product"; empty for what both sides answer for."""
    return f"{flag.commitment.team} → {flag.commitment.for_team}" if flag.commitment else ""


def around(flags: Collection[DriftFlag], *, at: datetime) -> Around:
    return Around(
        at=at,
        sides=sides_of({flag.agreement_id for flag in flags}),
        syncs=following([flag.agreement for flag in flags], at=at),
        half=half_answered(commitments=[flag.commitment_id for flag in flags if flag.commitment_id], at=at),
    )


def flag_section(reminder: Reminder, flag: DriftFlag, *, headline: str, known: Around) -> FlagSection:
    at, kind, commitment, reader = known.at, Kind(reminder.kind), flag.commitment, reminder.recipient
    today = today_of(reader, at=at)
    is_own = commitment is not None and commitment.owner_id == reader.pk
    bring_words, bring_path = _bringing(flag, known.syncs.get(flag.agreement_id), reader)
    return FlagSection(
        kind=kind,
        headline=headline,
        path=reverse("flag", args=[flag.pk]),
        today=today,
        ask=_ask(flag, at) if is_own and kind is Kind.FLAG_OWNER else None,
        subject=subject_of(flag),
        sentence=sentence_of(flag, at=at),
        next_step=flag.next_step,
        is_strong=flag.strength == Strength.STRONG,
        agreement=flag.agreement.title,
        line=line_of(commitment, reader=reader, half=known.half) if commitment else None,
        is_own=is_own,
        shown_words=_shown_words(flag.shown_at, reader, today),
        is_shown=flag.shown_at <= at,
        elsewhere=_elsewhere(flag, reader),
        told=str(flag.first_told or ""),
        told_on=today_of(reader, at=flag.opened_at),
        shown_on=today_of(reader, at=flag.shown_at),
        asks_whom=commitment.owner.get_short_name() if commitment and commitment.owner and not is_own else "",
        bring_words=bring_words,
        bring_path=bring_path,
    )


def _ask(flag: DriftFlag, at: datetime) -> Ask:
    return Ask(agreement=flag.agreement_id, commitment=flag.commitment_id, closes_at=at + ANSWERS_UNTIL)


def _shown_words(at: datetime, reader: Person, today: date) -> str:
    local = at.astimezone(zone(reader.time_zone))
    day = wording.say_near_day(local.date(), today=today)
    return say("{day} at {time}", day=_first_upper(day), time=days.clock(local))


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _elsewhere(flag: DriftFlag, reader: Person) -> str:
    """The other side of a commitment, by the name of its team."""
    commitment = flag.commitment
    if commitment is None:
        return say("everybody in it")
    return (commitment.for_team if reader.pk == commitment.owner_id else commitment.team).name


def _bringing(flag: DriftFlag, sync: Sync | None, reader: Person) -> tuple[str, str]:
    """The words and the place of the form that puts it on the agenda of ``sync``."""
    if sync is None:
        return "", ""
    on = local_date(sync.starts_at, zone=zone(reader.time_zone))
    text = urlencode({"text": subject_of(flag)[:LONGEST_TOPIC]})
    return say(
        "Bring it to the sync on {weekday}", weekday=days.weekday(on)
    ), f"{reverse('topic_add', args=[flag.agreement.slug])}?{text}"
