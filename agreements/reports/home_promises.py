"""What one person promised and is owed, the few rows of it that their home page shows."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, Value, Window

from agreements.domain.agreements import AgreementState, Health
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Ask, Commitment
from agreements.reports.agreements import severity
from agreements.reports.commitments import shown_state
from agreements.reports.filters import OWED
from agreements.reports.follows import state_shown
from agreements.reports.prepared import Prepared
from agreements.reports.seals import Seal, seals
from teams.models import Membership, MembershipRole, Person

SHOWN = 7  # rows of a list; the rest is behind "All"
READ = 40  # of one's own: enough for the dates of six weeks, and for agreements that rest today
MORE = 7  # than are shown, for agreements that rest today
BY_ME, TO_ME, TO_MY_TEAMS = "by_me", "to_me", "to_my_teams"
WORST = (Health.DRIFTING, Health.QUIET, Health.WATCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """``team`` is the other side; ``state`` the code word to show. ``ask`` is whom a button asks, "" for nobody."""

    pk: int
    number: int
    deliverable: str
    agreement: int
    agreement_slug: str
    agreement_title: str
    team: str
    team_slug: str
    owner: str
    owner_email: str
    due_on: date
    state: str
    is_open: bool
    said_at: datetime | None
    ask: str
    is_asked: bool

    @property
    def address(self) -> str:
        return f"/agreements/{self.agreement_slug}/commitments/{self.number}/"


@dataclass(frozen=True, slots=True)
class Promises:
    """``count`` is how many there are, ``rows`` those to show; ``dates`` are the due days of those read."""

    rows: tuple[PromiseRow, ...] = ()
    count: int = 0
    dates: tuple[date, ...] = ()


def promises(*, viewer: Person, at: datetime, today: date) -> tuple[Promises, Promises]:
    """What ``viewer`` owes by date, and what they are owed, drifting first. One query; two where words are sealed."""
    found = [_Row(*row) for row in PROMISES.read(viewer, today)]
    awake = [row for row in found if not row.rests(at)]
    waits = [row.pk for row in awake if row.half_answered_on]
    sealed = seals(commitments=waits, viewer=viewer, at=at) if waits else frozenset()
    by_me, to_me = (
        _promises([row for row in rows if (row.side == BY_ME) == is_mine], viewer, sealed)
        for is_mine, rows in ((True, awake), (False, sorted(awake, key=_drifting_first)))
    )
    resting = Counter(row.side for row in found) - Counter(row.side for row in awake)
    counts = {row.side: row.count - resting[row.side] for row in found}
    owe = counts.pop(BY_ME, 0)
    return replace(by_me, count=owe), replace(to_me, count=sum(counts.values()))


def _promises(rows: list["_Row"], viewer: Person, sealed: Collection[Seal]) -> Promises:
    return Promises(
        rows=tuple(_shown(row, viewer, sealed) for row in rows[:SHOWN]), dates=tuple(row.due_on for row in rows)
    )


def _drifting_first(row: "_Row") -> tuple[int, date, int]:
    place = WORST.index(Health(row.health)) if row.health in WORST else len(WORST)
    return place, row.due_on, row.pk


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the statement, in the order of its columns."""

    side: str
    pk: int
    number: int
    deliverable: str
    state: str
    outcome: str | None
    health: str
    standing: str | None
    recent: list[str]
    said_at: datetime | None
    half_answered_on: date | None
    due_on: date
    owner_id: int
    owner: str
    owner_email: str
    team: str
    team_slug: str
    agreement_number: int
    agreement_title: str
    paused_until: date | None
    zone_name: str
    count: int
    is_asked: bool
    may_ask: bool

    def rests(self, at: datetime) -> bool:
        active = AgreementState.ACTIVE
        word = state_shown(active, "", paused_until=self.paused_until, zone_name=self.zone_name, at=at)
        return word == "paused"


def _shown(row: _Row, viewer: Person, sealed: Collection[Seal]) -> PromiseRow:
    commitment = Commitment(
        pk=row.pk,
        state=row.state,
        outcome=row.outcome,
        owner_id=row.owner_id,
        health=row.health,
        shown_health=row.health,
        standing=row.standing,
        recent=row.recent,
    )
    is_open = row.state == CommitmentState.OPEN
    return PromiseRow(
        pk=row.pk,
        number=row.number,
        deliverable=row.deliverable,
        agreement=row.agreement_number,
        agreement_slug=Agreement(number=row.agreement_number, title=row.agreement_title).slug,
        agreement_title=row.agreement_title,
        team=row.team,
        team_slug=row.team_slug,
        owner=row.owner,
        owner_email=row.owner_email,
        due_on=row.due_on,
        state=shown_state(commitment, viewer=viewer, sealed=sealed),
        is_open=is_open,
        said_at=row.said_at,
        ask=row.owner.split(" ")[0] if is_open and row.may_ask and row.owner_id != viewer.pk else "",
        is_asked=row.is_asked,
    )


def _build(viewer: Person, today: date) -> QuerySet[Any, Any]:
    """Three sides apart, since each has its index: owned, accepted, and received by a team that one leads."""
    health = F("health") if viewer.is_administrator else F("shown_health")
    led = Membership.objects.filter(person=viewer, role=MembershipRole.LEAD)
    mine = Commitment.objects.filter(owner=viewer)
    for_teams = Commitment.objects.filter(for_team__in=led.values("team")).exclude(owner=viewer)
    accepted = Commitment.objects.filter(accepted_by=viewer).exclude(for_team__in=led.values("team"))
    by_date, worst = ("due_on", "pk"), (severity("seen"), "due_on", "pk")
    return (
        _side(BY_ME, mine, F("health"), "for_team", today, viewer)
        .order_by(*by_date)[:READ]
        .union(
            _side(TO_ME, accepted, health, "team", today, viewer).order_by(*worst)[: SHOWN + MORE],
            _side(TO_MY_TEAMS, for_teams, health, "team", today, viewer).order_by(*worst)[: SHOWN + MORE],
            all=True,
        )
    )


def _side(
    side: str, rows: QuerySet[Commitment], health: F, team: str, today: date, viewer: Person
) -> QuerySet[Any, Any]:
    asked = Ask.objects.filter(commitment=OuterRef("pk"), asked_on=today)
    member = Membership.objects.filter(person=viewer, team=OuterRef("for_team"))
    found = rows.filter(state__in=OWED, agreement__state=AgreementState.ACTIVE).annotate(
        side=Value(side, CharField()),
        seen=health,
        count=Window(Count("pk")),
        is_asked=Exists(asked),
        may_ask=Exists(member),
    )
    return found.values_list(
        "side",
        "pk",
        "number",
        "deliverable",
        "state",
        "outcome",
        "seen",
        "standing",
        "recent",
        "standing_at",
        "half_answered_on",
        "due_on",
        "owner",
        "owner__name",
        "owner__email",
        f"{team}__name",
        f"{team}__slug",
        "agreement__number",
        "agreement__title",
        "agreement__paused_until",
        "agreement__time_zone",
        "count",
        "is_asked",
        "may_ask",
    )


PROMISES = Prepared("promises", _build, (date,))
