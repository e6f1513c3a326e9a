"""What the executive page counts, as tables to take away: who owes whom, week by week, team by team."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from agreements.domain.counting import Rate
from agreements.reports.dashboard import Dashboard, dashboard, read_period
from agreements.views.dashboard import asked_teams
from agreements.views.tables import table
from teams.views.base import PageRequest, moment


@login_required
def dashboard_matrix(request: PageRequest) -> HttpResponse:
    """A row for every two teams between which something is open."""
    rows = [
        (cell.debtor.name, cell.creditor.name, cell.open, cell.drifting)
        for row in _report(request).matrix.rows
        for cell in row.cells
        if cell.open
    ]
    return table("who-owes-whom", ("Owes", "Is owed", "Open", "Drifting"), rows)


@login_required
def dashboard_weeks(request: PageRequest) -> HttpResponse:
    """A row a week, the oldest first."""
    head = ("Week from", "Came due", "Kept", "Adjusted early", "Adjusted at short notice", "Lapsed", "Made")
    rows = [
        (
            bar.begins_on.isoformat(),
            bar.outcomes.came_due,
            bar.outcomes.kept,
            bar.outcomes.adjusted_early,
            bar.outcomes.adjusted_late,
            bar.outcomes.lapsed,
            bar.made,
        )
        for bar in _report(request).strip.bars
    ]
    return table("week-by-week", head, rows)


@login_required
def dashboard_teams(request: PageRequest) -> HttpResponse:
    """A row a team, by name; rates as the page shows them, with what is hidden left empty."""
    head = ("Team", "Owes", "Is owed", "Drifting", "Came due", "Kept", "Last sync")
    rows = [
        (
            line.team.name,
            line.owes,
            line.owed,
            line.drifting,
            *_shown(line.kept),
            line.last_sync_on.isoformat() if line.last_sync_on else "",
        )
        for line in _report(request).teams
    ]
    return table("teams", head, rows)


def _shown(rate: Rate) -> tuple[object, object]:
    """What came due and how much of it was kept; neither where it would be about too few people."""
    return (rate.whole, rate.part) if rate.is_shown else ("", "")


def _report(request: PageRequest) -> Dashboard:
    at, today = moment(request)
    return dashboard(
        viewer=request.user, at=at, today=today, period=read_period(request.GET), teams=asked_teams(request)
    )
