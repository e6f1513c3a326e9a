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
            rows.get(unit, MatrixRow(unit, ())),
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
    one = unit.slug if unit.teams == 1 else ""
    return TeamLine(
        team=unit,
        owes=row.total,
        owed=received,
        drifting=sum(cell.drifting for cell in row.cells),
        outcomes=outcomes,
        kept=replace(outcomes.kept_rate, is_shown=is_shown),
        adjusted=Rate(outcomes.adjusted_early, outcomes.adjusted, is_shown=is_shown),
        last_sync_on=max(syncs).date() if syncs else None,
        owes_address=open_rows(team=one) if one else unit.address,
        owed_address=open_rows(for_team=one) if one else unit.address,
        drifting_address=open_rows(team=one, health="drifting") if one else unit.address,
        kept_address=came_due_rows(weeks, outcome=Outcome.KEPT, team=one) if one else unit.address,
    )
