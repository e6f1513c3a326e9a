"""Who owes whom now: units (teams, or departments where there are many) in rows and columns, rows owe columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agreements.domain.agreements import Health
from agreements.reports.dashboard.links import open_rows
from agreements.reports.dashboard.tallies import Owed

MOST = 9  # units shown by themselves; where more teams owe each other, departments stand for them


@dataclass(frozen=True, slots=True)
class TeamName:
    """A team, or with ``teams`` > 1 a department with so many in it; an empty slug stands for all the others.

    ``is_whole``: it stands for all of its department, so that a list can be narrowed to it.
    """

    slug: str
    name: str
    teams: int = 1
    is_whole: bool = True

    @property
    def address(self) -> str:
        """Its page; for a department the dashboard of its teams; nothing for all the others."""
        if not self.slug:
            return ""
        return f"/teams/{self.slug}/" if self.teams == 1 else f"/dashboard/?teams={self.slug}"

    @property
    def owing(self) -> dict[str, str] | None:
        """What narrows a list to what it owes; None where no list is as narrow."""
        return self._narrowed("team", "department")

    @property
    def owed(self) -> dict[str, str] | None:
        """The same for what it is owed."""
        return self._narrowed("for_team", "for_department")

    def _narrowed(self, team: str, department: str) -> dict[str, str] | None:
        if not (self.slug and self.is_whole):
            return None
        return {team if self.teams == 1 else department: self.slug}


@dataclass(frozen=True, slots=True)
class Cell:
    """What ``debtor`` owes ``creditor`` now. ``quiet`` and ``watch`` are among those not drifting."""

    debtor: TeamName
    creditor: TeamName
    open: int = 0
    drifting: int = 0
    quiet: int = 0
    watch: int = 0

    @property
    def is_self(self) -> bool:
        """On the diagonal: empty for a team; within a department its teams may owe each other."""
        return self.debtor == self.creditor

    @property
    def health(self) -> Health:
        """That of its weakest commitment."""
        found = {Health.DRIFTING: self.drifting, Health.QUIET: self.quiet, Health.WATCH: self.watch}
        return next((health for health, count in found.items() if count), Health.ON_TRACK)

    @property
    def drifting_words(self) -> str:
        return f"{self.drifting} drifting"

    @property
    def step(self) -> int:
        """0 to 5 on the one-hue scale of counts."""
        return next((step for step, most in enumerate((0, 1, 2, 3, 5)) if self.open <= most), 5)

    @property
    def address(self) -> str:
        """The page of the pair; nothing where all the others are in it."""
        if not (self.debtor.slug and self.creditor.slug):
            return ""
        return f"/dashboard/pairs/{self.debtor.slug}/{self.creditor.slug}/"

    @property
    def rows_address(self) -> str:
        """The list of the very commitments; nothing where no list is as narrow."""
        owing, owed = self.debtor.owing, self.creditor.owed
        return "" if owing is None or owed is None else open_rows(**owing, **owed)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """``asked``: the teams that the page is about, as lists take them."""

    debtor: TeamName
    cells: tuple[Cell, ...]
    asked: str = ""

    @property
    def total(self) -> int:
        return sum(cell.open for cell in self.cells)

    @property
    def address(self) -> str:
        """The list of all that it owes; nothing where no list is as narrow."""
        owing = self.debtor.owing
        return "" if owing is None else open_rows(**owing, teams=self.asked)


@dataclass(frozen=True, slots=True)
class Total:
    """All that one unit is owed, and the list of it; nothing where no list is as narrow."""

    open: int
    address: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """``teams`` by name, the others last; ``is_grouped``: departments stand for their teams; their address drills."""

    teams: tuple[TeamName, ...] = ()
    rows: tuple[MatrixRow, ...] = ()
    is_grouped: bool = False
    asked: str = ""

    @property
    def columns(self) -> tuple[Total, ...]:
        """``totals`` with their rows."""
        narrowed = [team.owed for team in self.teams]
        found = ["" if owed is None else open_rows(**owed, teams=self.asked) for owed in narrowed]
        return tuple(Total(*one) for one in zip(self.totals, found, strict=True))

    @property
    def address(self) -> str:
        """The list of all that is open."""
        return open_rows(teams=self.asked)

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


def matrix_of(
    now: Mapping[tuple[int, int], Owed], *, units: Mapping[int, TeamName], is_grouped: bool, asked: str = ""
) -> Matrix:
    """The matrix of the units of teams that owe or are owed; all the others come last."""
    known = by_name(set(units.values()))
    place = {unit: number for number, unit in enumerate(known)}
    places = {team: place[unit] for team, unit in units.items()}
    sums: dict[tuple[int, int], list[int]] = {}
    for (debtor, creditor), one in now.items():
        if one.open:  # thousands of pairs: plain lists are added to, and instances made of the few sums
            cell = sums.setdefault((places[debtor], places[creditor]), [0, 0, 0, 0])
            for column, more in enumerate((one.open, one.drifting, one.quiet, one.watch)):
                cell[column] += more
    shown = sorted({end for pair in sums for end in pair})
    rows = tuple(
        MatrixRow(known[row], tuple(Cell(known[row], known[to], *sums.get((row, to), ())) for to in shown), asked)
        for row in shown
    )
    return Matrix(tuple(known[number] for number in shown), rows, is_grouped=is_grouped, asked=asked)


def by_name(units: Iterable[TeamName]) -> tuple[TeamName, ...]:
    return tuple(sorted(units, key=lambda unit: (not unit.slug, unit.name.casefold(), unit.slug)))
