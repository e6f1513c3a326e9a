"""The teams table: what each owes and is owed, and what became of what it owed. No ranking: by name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from agreements.domain.commitments import Outcome
from agreements.domain.counting import Outcomes, Rate, Weeks
from agreements.reports.dashboard.links import came_due_rows, open_rows
from agreements.reports.dashboard.matrix import Matrix, MatrixRow, TeamName, by_name
from agreements.reports.dashboard.tallies import Tallies


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLine:
    """``owes``, ``owed`` and ``drifting`` are open now; ``drifting`` is of what it owes.

    ``kept`` and ``adjusted`` (early, of all that was adjusted) are about what it owed in the weeks shown, and hidden
    for fewer than four people. ``last_sync_on``: the day in UTC of the last one held with it in, None before the first.
    """

    team: TeamName
    owes: int
    owed: int
    drifting: int
    outcomes: Outcomes
    kept: Rate
    adjusted: Rate
    last_sync_on: date | None
    owes_address: str
    owed_address: str
    drifting_address: str
    kept_address: str
    adjusted_address: str


def team_lines(
    found: Tallies,
    matrix: Matrix,
    *,
    groups: Mapping[TeamName, frozenset[int]],
    weeks: Weeks,
    shown: frozenset[TeamName],
) -> tuple[TeamLine, ...]:
    """A line for each unit, by name; ``shown``: those whose rates are about people enough."""
    rows = {row.debtor: row for row in matrix.rows}
    received = dict(zip(matrix.teams, matrix.totals, strict=True))
    return tuple(
        _line(
            rows.get(unit, MatrixRow(unit, (), matrix.asked)),
            received.get(unit, 0),
            groups[unit],
            found,
            weeks=weeks,
            is_shown=unit in shown,
        )
        for unit in by_name(groups)
    )


def _line(
    row: MatrixRow, received: int, teams: frozenset[int], found: Tallies, *, weeks: Weeks, is_shown: bool
) -> TeamLine:
    unit, outcomes = row.debtor, found.due(teams)
    syncs = [found.last_syncs[team] for team in teams if team in found.last_syncs]
    return TeamLine(
        team=unit,
        owes=row.total,
        owed=received,
        drifting=sum(cell.drifting for cell in row.cells),
        outcomes=outcomes,
        kept=replace(outcomes.kept_rate, is_shown=is_shown),
        adjusted=Rate(outcomes.adjusted_early, outcomes.adjusted, is_shown=is_shown),
        last_sync_on=max(syncs).date() if syncs else None,
        **_addresses(unit, weeks, row.asked),
    )


def _addresses(unit: TeamName, weeks: Weeks, asked: str) -> dict[str, str]:
    """The rows behind each number; the page of the unit where no list is as narrow."""
    owing, owed = unit.owing, unit.owed
    if owing is None or owed is None:
        names = ("owes_address", "owed_address", "drifting_address", "kept_address", "adjusted_address")
        return dict.fromkeys(names, unit.address)
    return {
        "owes_address": open_rows(**owing, teams=asked),
        "owed_address": open_rows(**owed, teams=asked),
        "drifting_address": open_rows(health="drifting", **owing, teams=asked),
        "kept_address": came_due_rows(weeks, outcome=Outcome.KEPT, **owing, teams=asked),
        "adjusted_address": came_due_rows(weeks, outcome=Outcome.ADJUSTED_EARLY, **owing, teams=asked),
    }
