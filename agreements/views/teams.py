"""The page of a team: what it owes, what it is owed, with whom and when, who is in it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from agreements.domain.commitments import Outcome
from agreements.reports.dashboard.links import came_due_rows, open_rows
from agreements.reports.team import team_page
from teams.models import Team
from teams.views.base import PageRequest, moment


@login_required
def team(request: PageRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Team.objects.select_related("parent"), slug=slug)
    at, today = moment(request)
    page = team_page(found, viewer=request.user, at=at, today=today)
    members = found.memberships.filter(person__is_active=True).select_related("person")
    context = {
        "team": found,
        "page": page,
        "owes_href": open_rows(team=slug),
        "owed_href": open_rows(for_team=slug),
        "kept_href": came_due_rows(page.weeks, outcome=Outcome.KEPT, team=slug),
        "early_href": came_due_rows(page.weeks, outcome=Outcome.ADJUSTED_EARLY, team=slug),
        "members": members.order_by("role", "person__name"),
    }
    return render(request, "agreements/team.html", context)
