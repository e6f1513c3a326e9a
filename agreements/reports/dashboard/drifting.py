"""The drifting list: one row a subject, with its strongest reason and one useful thing to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery

from agreements.domain.agreements import AgreementState, Health
from agreements.domain.amendments import AmendmentState, is_early
from agreements.domain.commitments import CommitmentState
from agreements.models import Ask, Change, Commitment, DriftFlag, Party, Strength, Sync
from agreements.models.flags import DriftFlagQuerySet
from agreements.reports.dashboard.acts import Act, act_on
from agreements.reports.dashboard.sight import Sight, not_paused
from agreements.reports.flags import sentence_of
from agreements.reports.pulse import pulses
from teams.domain.calendar import WorkingCalendar, local_date, zone
from teams.models import Person
from teams.reports.calendar import working_calendar

SHOWN = 8  # rows of the list; the register of flags holds the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftingRow:
    """A drifting commitment, metric or agreement. ``parties``: debtor and creditor, or all of the agreement.

    ``days_left`` to its date in the agreement's zone, negative past it. ``notice_left``: the working days of notice
    that a change asked today would give; ``is_early``: it would count as early. ``act`` is the one button beside.
    """

    kind: str  # "commitment", "metric" or "agreement"
    title: str
    agreement_slug: str
    agreement_title: str
    number: int | None  # of the commitment within its agreement
    metric_id: int | None
    parties: tuple[str, ...]
    owner: str | None
    due_on: date | None
    days_left: int | None
    notice_left: int | None
    is_early: bool
    next_sync_at: datetime | None
    sentence: str
    rule: str
    strength: str
    pulse: tuple[str | None, ...]
    act: Act

    @property
    def address(self) -> str:
        """The page of the subject, below the site's root."""
        return _page(self.agreement_slug, self.number, self.metric_id)


def drifting_rows(
    *, viewer: Person, at: datetime, teams: frozenset[int] = frozenset(), paused: frozenset[int] = frozenset()
) -> tuple[DriftingRow, ...]:
    """The soonest of what drifts in ``viewer``'s sight, by date; each with its strongest, oldest reason.

    ``teams``: owed by or to one of them, none for all; ``paused``: agreements that rest. Five queries.
    """
    sight = Sight(viewer, at, teams)
    soonest = _soonest(sight, paused)
    strongest: dict[str, DriftFlag] = {}
    for flag in _flags(sight, soonest, paused).order_by("strength", "opened_at", "pk"):  # "strong" sorts first
        strongest.setdefault(flag.subject, flag)
    shown = sorted(strongest.values(), key=_by_date)[:SHOWN]
    said = pulses(commitments=[flag.commitment for flag in shown if flag.commitment], at=at)
    calendar = working_calendar()
    return tuple(_row(flag, said, sight, calendar) for flag in shown)


def _soonest(sight: Sight, paused: frozenset[int]) -> list[int]:
    """Keys of commitments. By date, so that what is past it, and drifts, is found at once."""
    drifting = Commitment.objects.filter(
        sight.either_side(),
        not_paused(paused),
        state=CommitmentState.OPEN,
        agreement__state=AgreementState.ACTIVE,
        agreement__in=sight.readable(),
        **{sight.health: Health.DRIFTING},
    )
    return list(drifting.order_by("due_on", "pk").values_list("pk", flat=True)[:SHOWN])


def _flags(sight: Sight, commitments: Iterable[int], paused: frozenset[int]) -> DriftFlagQuerySet:
    """With what a row needs beside: parties, the next sync, an open change, and whether the reader may ask."""
    its_parties = Party.objects.filter(agreement=OuterRef("agreement")).order_by("pk")
    coming = Sync.objects.outside_pauses().filter(
        agreement=OuterRef("agreement"), held_at=None, cancelled_at=None, starts_at__gt=sight.at
    )
    change = Change.objects.filter(
        commitment=OuterRef("commitment"),
        alternative__amendment__state=AmendmentState.OPEN,
        alternative__amendment__agreement=OuterRef("agreement"),
    )
    asked = Ask.objects.filter(commitment=OuterRef("commitment"), asked_on__gte=sight.at.date())
    others = Q(commitment=None, strength=Strength.STRONG)
    if sight.teams:
        others &= Q(agreement__in=sight.of_teams(sight.readable()))
    return (
        DriftFlag.objects.open()
        .visible_to(sight.viewer, at=sight.at)
        .filter(Q(commitment__in=commitments) | others, not_paused(paused), agreement__state=AgreementState.ACTIVE)
        .select_related("agreement", "commitment__team", "commitment__for_team", "commitment__owner", "metric")
        .annotate(
            party_names=ArraySubquery(its_parties.values("team__name")),
            next_sync_at=Subquery(coming.order_by("starts_at").values("starts_at")[:1]),
            change=Subquery(change.values("alternative__amendment__number")[:1]),
            is_ours=Exists(its_parties.filter(team__memberships__person=sight.viewer)),
            is_asked=Exists(asked),
        )
    )


def _by_date(flag: DriftFlag) -> tuple[bool, date, str, int]:
    due_on = _due_on(flag)
    return due_on is None, due_on or date.max, str(flag.commitment or flag.metric or flag.agreement.title), flag.pk


def _due_on(flag: DriftFlag) -> date | None:
    if flag.commitment:
        return flag.commitment.due_on
    return flag.metric.target_on if flag.metric else None


def _row(
    flag: DriftFlag, said: dict[int, tuple[str | None, ...]], sight: Sight, calendar: WorkingCalendar
) -> DriftingRow:
    commitment, metric, agreement = flag.commitment, flag.metric, flag.agreement
    due_on, today = _due_on(flag), local_date(sight.at, zone=zone(agreement.time_zone))
    notice = calendar.working_days_between(after=today, until=due_on) if due_on and due_on >= today else 0
    number, metric_id = commitment.number if commitment else None, metric.pk if metric else None
    return DriftingRow(
        kind=flag.subject.split("/")[0],
        title=str(commitment or metric or agreement.title),
        agreement_slug=agreement.slug,
        agreement_title=agreement.title,
        number=number,
        metric_id=metric_id,
        parties=_parties(flag),
        owner=commitment.owner.get_short_name() if commitment and commitment.owner else None,
        due_on=due_on,
        days_left=(due_on - today).days if due_on else None,
        notice_left=notice if commitment else None,
        is_early=commitment is not None and is_early(notice, notice_days=agreement.notice_days),
        next_sync_at=flag.next_sync_at,  # type: ignore[attr-defined] # annotated
        sentence=sentence_of(flag, at=sight.at),
        rule=flag.rule,
        strength=flag.strength,
        pulse=said[commitment.pk] if commitment else (),
        act=act_on(flag, page=_page(agreement.slug, number, metric_id), viewer=sight.viewer),
    )


def _parties(flag: DriftFlag) -> tuple[str, ...]:
    if flag.commitment:
        return flag.commitment.team.name, flag.commitment.for_team.name
    return tuple(flag.party_names)  # type: ignore[attr-defined] # annotated


def _page(slug: str, number: int | None, metric_id: int | None) -> str:
    page = f"/agreements/{slug}/"
    if number is not None:
        return f"{page}commitments/{number}/"
    return f"{page}metrics/{metric_id}/" if metric_id else page
