"""The dashboard from its parts."""

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from agreements.domain.agreements import Health
from agreements.domain.commitments import ADJUSTED, CommitmentState, Outcome
from agreements.domain.counting import CAME_DUE, DEFINITIONS, Outcomes, Period, Rate, Weeks
from agreements.models import Agreement, Commitment
from agreements.models.agreements import AgreementQuerySet
from agreements.reports.dashboard.decisions import DecisionsWaiting
from agreements.reports.dashboard.freshness import Freshness
from agreements.reports.dashboard.matrix import Cell, Matrix, MatrixRow, TeamName
from agreements.reports.dashboard.metrics import JointMetrics
from agreements.reports.dashboard.report import Dashboard, Unread
from agreements.reports.dashboard.sentence import Sentence
from agreements.reports.dashboard.trend import Strip, Trend
from agreements.reports.drifting import drifting_rows
from agreements.reports.sync_costs import SyncCost
from teams.models import Person


def dashboard(
    *,
    viewer: Person,
    at: datetime,
    today: date,
    period: Period = Period.TWELVE_WEEKS,
    teams: tuple[str, ...] = (),
    since: datetime | None = None,
) -> Dashboard:
    """The executive page as of ``at``; ``today`` is the reader's local date, its week the last one counted."""
    weeks = Weeks(period.weeks, today)
    running = countable(viewer).running(at=at)
    found = outcomes(viewer=viewer, weeks=weeks)
    owed = matrix(viewer=viewer, among=running)
    return Dashboard(
        period=weeks,
        today=today,
        counted_at=at,
        agreements=running.count(),
        selected=(),
        sentence=Sentence(found.in_time, found.came_due, owed.drifting, owed.open, owed.worst, weeks.count),
        outcomes=found,
        figures=(),
        matrix=owed,
        trend=Trend(()),
        strip=Strip(()),
        drifting=drifting_rows(viewer=viewer, at=at),
        metrics=JointMetrics(),
        teams=(),
        decisions=DecisionsWaiting(),
        freshness=Freshness(at, None, Rate(0, 0), 0),
        hours=SyncCost(),
        arguments=(),
        priorities=(),
        since=None,
        unread=Unread(),
        definitions=tuple(DEFINITIONS.values()),
    )


def countable(viewer: Person) -> AgreementQuerySet:
    """What ``viewer`` may count: all agreements for executives and administrators, else the readable ones."""
    if viewer.is_executive or viewer.is_administrator:
        return Agreement.objects.all()
    return Agreement.objects.visible_to(viewer)


def outcomes(*, viewer: Person, weeks: Weeks) -> Outcomes:
    """What became of the commitments that came due in ``weeks``."""
    is_decided = Q(due_on__lte=weeks.last_on) | Q(outcome__in=ADJUSTED)
    decided = Commitment.objects.filter(
        is_decided, agreement__in=countable(viewer), outcome__in=CAME_DUE, due_on__gte=weeks.first_on
    )
    counts = decided.values_list("outcome").annotate(count=Count("pk"))
    return Outcomes(**{Outcome(outcome).value: count for outcome, count in counts})


def matrix(*, viewer: Person, among: QuerySet[Agreement]) -> Matrix:
    """Open commitments ``among`` some agreements, team by team and both ways; teams in the order of their names."""
    health = "health" if viewer.is_administrator else "shown_health"
    owed = (
        Commitment.objects.filter(agreement__in=among, state=CommitmentState.OPEN)
        .values_list("team__slug", "team__name", "for_team__slug", "for_team__name")
        .annotate(open=Count("pk"), drifting=Count("pk", filter=Q(**{health: Health.DRIFTING})))
    )
    cells = {
        (debtor, creditor): Cell(TeamName(debtor, debtor_name), TeamName(creditor, creditor_name), count, drifting)
        for debtor, debtor_name, creditor, creditor_name, count, drifting in owed
    }
    names = {cell.debtor for cell in cells.values()} | {cell.creditor for cell in cells.values()}
    teams = tuple(sorted(names, key=lambda team: team.name.casefold()))
    rows = tuple(
        MatrixRow(debtor, tuple(cells.get((debtor.slug, to.slug), Cell(debtor, to)) for to in teams))
        for debtor in teams
    )
    return Matrix(teams=teams, rows=rows)
