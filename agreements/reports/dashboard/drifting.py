"""The drifting list: one row a subject, with its strongest reason and one useful thing to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from agreements.domain.agreements import AgreementState, Health
from agreements.domain.amendments import AmendmentState, is_early
from agreements.domain.commitments import CommitmentState
from agreements.models import Ask, Change, Commitment, DriftFlag, Party, Strength, Sync
from agreements.models.flags import DriftFlagQuerySet
from agreements.reports.dashboard.acts import Act, act_on
from agreements.reports.dashboard.arguments import REOPENED, RecurringArgument, recurring_arguments
from agreements.reports.dashboard.sight import Sight, not_paused
from agreements.reports.flags import sentence_of
from agreements.reports.pulse import pulse_columns, pulse_from
from teams.domain.calendar import MONDAY_TO_FRIDAY, WorkingCalendar, local_date, zone
from teams.models import Holiday, Person

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


@dataclass(frozen=True, slots=True)
class Drifting:
    """The soonest of what drifts, and what the same two teams argue about again and again."""

    rows: tuple[DriftingRow, ...]
    arguments: tuple[RecurringArgument, ...]


def drifting(sight: Sight, *, paused: frozenset[int] = frozenset()) -> Drifting:
    """Both stand on flags; ``paused``: agreements that rest. One query."""
    flags = sorted(_flags(sight, paused), key=lambda flag: (flag.strength, flag.opened_at, flag.pk))  # strong first
    strongest: dict[str, DriftFlag] = {}
    for flag in flags:
        if flag.commitment_id or flag.strength == Strength.STRONG:
            strongest.setdefault(flag.subject, flag)
    shown = sorted(strongest.values(), key=_by_date)[:SHOWN]
    return Drifting(
        rows=tuple(_row(flag, sight) for flag in shown),
        arguments=recurring_arguments([flag for flag in flags if flag.rule == REOPENED], at=sight.at),
    )


def drifting_rows(*, viewer: Person, at: datetime) -> tuple[DriftingRow, ...]:
    """The soonest of what drifts in ``viewer``'s sight, by date; each with its strongest, oldest reason."""
    return drifting(Sight(viewer, at)).rows


def _soonest(sight: Sight, paused: frozenset[int]) -> QuerySet[Commitment, int]:
    """Keys of commitments. By date, so that what is past it, and drifts, is found at once."""
    drifts = Commitment.objects.filter(
        sight.either_side(),
        not_paused(paused),
        state=CommitmentState.OPEN,
        agreement__state=AgreementState.ACTIVE,
        agreement__in=sight.readable(),
        **{sight.health: Health.DRIFTING},
    )
    return drifts.order_by("due_on", "pk").values_list("pk", flat=True)[:SHOWN]


def _flags(sight: Sight, paused: frozenset[int]) -> Iterable[DriftFlag]:
    """Those on the soonest commitments, and strong or argued ones on metrics and agreements.

    Two halves, so that each finds its flags by its own index.
    """
    on_commitments = _with_more(sight, paused).filter(commitment__in=_soonest(sight, paused))
    others = _with_more(sight, paused).filter(Q(strength=Strength.STRONG) | Q(rule=REOPENED), commitment=None)
    if sight.teams:
        others = others.filter(agreement__in=sight.of_teams(sight.readable()))
    return on_commitments.union(others, all=True)


def _with_more(sight: Sight, paused: frozenset[int]) -> DriftFlagQuerySet:
    """With what a row needs beside: parties, holidays, the next sync, an open change, whether the reader may ask."""
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
    return (
        DriftFlag.objects.open()
        .visible_to(sight.viewer, at=sight.at)
        .filter(not_paused(paused), agreement__state=AgreementState.ACTIVE)
        .select_related("agreement", "commitment__team", "commitment__for_team", "commitment__owner", "metric")
        .annotate(
            party_names=ArraySubquery(its_parties.values("team__name")),
            holidays=ArraySubquery(Holiday.objects.values("on")),
            next_sync_at=Subquery(coming.order_by("starts_at").values("starts_at")[:1]),
            change=Subquery(change.values("alternative__amendment__number")[:1]),
            is_ours=Exists(its_parties.filter(team__memberships__person=sight.viewer)),
            is_asked=Exists(asked),
            **pulse_columns(at=sight.at),
        )
    )


def _by_date(flag: DriftFlag) -> tuple[bool, date, str, int]:
    due_on = _due_on(flag)
    return due_on is None, due_on or date.max, str(flag.commitment or flag.metric or flag.agreement.title), flag.pk


def _due_on(flag: DriftFlag) -> date | None:
    if flag.commitment:
        return flag.commitment.due_on
    return flag.metric.target_on if flag.metric else None


def _row(flag: DriftFlag, sight: Sight) -> DriftingRow:
    commitment, metric, agreement = flag.commitment, flag.metric, flag.agreement
    due_on, today = _due_on(flag), local_date(sight.at, zone=zone(agreement.time_zone))
    calendar = WorkingCalendar(weekdays=MONDAY_TO_FRIDAY, holidays=frozenset(flag.holidays))  # type: ignore[attr-defined] # annotated
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
        pulse=_pulse(flag),
        act=act_on(flag, page=_page(agreement.slug, number, metric_id), viewer=sight.viewer),
    )


def _pulse(flag: DriftFlag) -> tuple[str | None, ...]:
    if flag.commitment is None:
        return ()
    return pulse_from(flag.commitment, asked=vars(flag)["asked"], said=vars(flag)["said"])


def _parties(flag: DriftFlag) -> tuple[str, ...]:
    if flag.commitment:
        return flag.commitment.team.name, flag.commitment.for_team.name
    return tuple(flag.party_names)  # type: ignore[attr-defined] # annotated


def _page(slug: str, number: int | None, metric_id: int | None) -> str:
    page = f"/agreements/{slug}/"
    if number is not None:
        return f"{page}commitments/{number}/"
    return f"{page}metrics/{metric_id}/" if metric_id else page
