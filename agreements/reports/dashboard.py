"""Who owes whom, and whether it holds: counts over everything one may count, rows only of what one may read.

Executives and administrators count agreements between parties only, without reading a word of them (PRODUCT 6.8).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from agreements.domain.agreements import Health
from agreements.domain.commitments import ADJUSTED, CommitmentState, Outcome
from agreements.models import Agreement, Commitment
from agreements.models.agreements import AgreementQuerySet
from agreements.reports.drifting import DriftingRow, drifting_rows
from teams.models import Person

CAME_DUE = tuple(outcome for outcome in Outcome if outcome is not Outcome.RELEASED)
WEEKS = (6, 12, 52)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Decided commitments whose date fell into the window, by what became of them; released ones left out."""

    kept: int
    adjusted_early: int
    adjusted_late: int
    lapsed: int

    @property
    def in_time(self) -> int:
        return self.kept + self.adjusted_early

    @property
    def came_due(self) -> int:
        return self.in_time + self.adjusted_late + self.lapsed


@dataclass(frozen=True, slots=True)
class TeamName:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What ``debtor`` owes ``creditor`` now; ``is_self`` marks the diagonal. ``step`` is 0 to 5 on the count scale."""

    debtor: TeamName
    creditor: TeamName
    open: int = 0
    drifting: int = 0

    @property
    def is_self(self) -> bool:
        return self.debtor == self.creditor

    @property
    def drifting_words(self) -> str:
        return f"{self.drifting} drifting"

    @property
    def step(self) -> int:
        return next((step for step, most in enumerate((0, 1, 2, 3, 5)) if self.open <= most), 5)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    debtor: TeamName
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        return sum(cell.open for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    teams: tuple[TeamName, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(sum(row.cells[index].open for row in self.rows) for index in range(len(self.teams)))

    @property
    def open(self) -> int:
        return sum(self.totals)

    @property
    def drifting(self) -> int:
        return sum(cell.drifting for row in self.rows for cell in row.cells)

    @property
    def worst(self) -> Cell | None:
        """The pair with most drifting commitments, if one stands out with at least two."""
        cells = sorted((cell for row in self.rows for cell in row.cells), key=lambda cell: -cell.drifting)
        if len(cells) < 2 or cells[0].drifting < 2 or cells[0].drifting == cells[1].drifting:
            return None
        return cells[0]

    @property
    def pairs(self) -> tuple[Cell, ...]:
        """The same as a list for narrow screens: most drifting first, then most open."""
        owing = (cell for row in self.rows for cell in row.cells if cell.open)
        return tuple(sorted(owing, key=lambda cell: (-cell.drifting, -cell.open)))


@dataclass(frozen=True, slots=True)
class Dashboard:
    from_on: date  # inclusive
    until_on: date  # inclusive
    weeks: int
    counted_at: datetime
    agreements: int  # in force, not paused
    outcomes: Outcomes
    matrix: Matrix
    drifting: tuple[DriftingRow, ...]


def dashboard(*, viewer: Person, at: datetime, today: date, weeks: int = 12) -> Dashboard:
    """The executive page as of ``at``; ``today`` is its last day, inclusive, in the reader's zone."""
    from_on = today - timedelta(weeks=weeks)
    running = countable(viewer).running(at=at)
    return Dashboard(
        from_on=from_on,
        until_on=today,
        weeks=weeks,
        counted_at=at,
        agreements=running.count(),
        outcomes=outcomes(viewer=viewer, from_on=from_on, until_on=today),
        matrix=matrix(viewer=viewer, among=running),
        drifting=drifting_rows(viewer=viewer, at=at),
    )


def countable(viewer: Person) -> AgreementQuerySet:
    """What ``viewer`` may count: all agreements for executives and administrators, else the readable ones."""
    if viewer.is_executive or viewer.is_administrator:
        return Agreement.objects.all()
    return Agreement.objects.visible_to(viewer)


def outcomes(*, viewer: Person, from_on: date, until_on: date) -> Outcomes:
    """What became of commitments due after ``from_on`` and on or before ``until_on``.

    What was adjusted counts from the moment it was agreed, before its new date (PRODUCT 6, ruling 3).
    """
    is_decided = Q(due_on__lte=until_on) | Q(outcome__in=ADJUSTED)
    decided = Commitment.objects.filter(
        is_decided, agreement__in=countable(viewer), outcome__in=CAME_DUE, due_on__gt=from_on
    )
    counts = decided.aggregate(**{outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in CAME_DUE})
    return Outcomes(**counts)


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
