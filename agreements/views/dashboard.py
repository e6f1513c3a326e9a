"""The executive page: whether teams keep their word to each other, read in a minute."""

from collections.abc import Collection

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from agreements.domain.counting import Period
from agreements.reports.dashboard import Dashboard, dashboard, read_period, read_teams
from agreements.reports.dashboard.metrics import all_metrics
from agreements.views.dashboard_plots import columns, counts, rate_plot, rate_words, shares
from agreements.views.visits import Visit
from teams.views.base import PageRequest, moment

SIDE_BY_SIDE = 6  # teams in a matrix that leaves room for the trend beside it
MANY_TEAMS = 40  # beyond these the filter offers departments
ASKED = {"period", "weeks", "teams", "since"}  # what the address may ask for; tests and links keep to it


@login_required
def dashboard_page(request: PageRequest) -> HttpResponse:
    at, today = moment(request)
    visit = Visit.of(request, page="dashboard", at=at)
    report = dashboard(
        viewer=request.user,
        at=at,
        today=today,
        period=read_period(request.GET),
        teams=asked_teams(request),
        since=visit.since if request.GET.get("since") == "visit" else None,
    )
    context = {"report": report, "visit": visit, "periods": tuple(Period), "ignored": ignored(request.GET)}
    context |= {"team_choices": team_choices(report)}
    return visit.keep(render(request, "agreements/dashboard.html", context | drawings(report)))


@login_required
def dashboard_metrics(request: PageRequest) -> HttpResponse:
    """Every joint metric that the reader may read, those off their course first."""
    at, today = moment(request)
    found = all_metrics(viewer=request.user, at=at, today=today, teams=asked_teams(request))
    return render(request, "agreements/dashboard_metrics.html", {"metrics": found})


def asked_teams(request: PageRequest) -> tuple[str, ...]:
    """Slugs: one a box of the form, or several with commas between them in a link."""
    return read_teams({"teams": ",".join(request.GET.getlist("teams"))})


def team_choices(report: Dashboard) -> list[tuple[str, str, bool]]:
    """Slug, name and whether it is asked for: every team, or the departments where there are many."""
    asked = {team.slug for team in report.selected}
    found = report.places
    if len(found) > MANY_TEAMS:
        found = tuple(place for place in found if place.is_top or place.slug in asked)
    return [(place.slug, place.name, place.slug in asked) for place in found]


def ignored(asked: Collection[str]) -> tuple[str, ...]:
    """A sentence for each part of the address that the page does not know."""
    return tuple(f"'{name}' is no filter here." for name in asked if name not in ASKED)


def drawings(report: Dashboard) -> dict[str, object]:
    """What the drawings of the page take."""
    cells = [cell.open for row in report.matrix.rows for cell in row.cells]
    return {
        "shares": shares(report.outcomes),
        "counts": counts(report.outcomes, weeks=report.period, asked=report.asked),
        "most_owed": max(cells, default=0),
        "rate": rate_plot(report.trend),
        "rate_words": rate_words(report.trend),
        "bars": columns(report.strip),
        "is_wide": len(report.matrix.teams) > SIDE_BY_SIDE,
        "has_rates": any(line.kept.words[0].isdigit() for line in report.teams),
    }
