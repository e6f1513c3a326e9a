"""The page of two teams: what is open between them both ways, and how it went."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from agreements.reports.dashboard.links import came_due_rows, open_rows
from agreements.reports.pair import PairPage, pair_page
from teams.models import Team
from teams.views.base import PageRequest, moment


@login_required
def pair(request: PageRequest, first: str, second: str) -> HttpResponse:
    """Two teams of one slug are none: nobody owes their own team."""
    at, today = moment(request)
    owing = get_object_or_404(Team, slug=first)
    owed = get_object_or_404(Team.objects.exclude(slug=first), slug=second)
    page = pair_page(owing, owed, viewer=request.user, at=at, today=today)
    mine = request.user.memberships.filter(team__in=[owing, owed])
    context = {"first": owing, "second": owed, "page": page, "may_start": mine.exists()}
    return render(
        request, "agreements/pair.html", context | _ways("there", owing, owed, page) | _ways("back", owed, owing, page)
    )


def _ways(way: str, debtor: Team, creditor: Team, page: PairPage) -> dict[str, str]:
    """The title of one way, and where its rows are."""
    return {
        f"{way}_heading": f"{debtor.name} owes {creditor.name}",
        f"{way}_href": open_rows(team=debtor.slug, for_team=creditor.slug),
        f"{way}_came_href": came_due_rows(page.weeks, team=debtor.slug, for_team=creditor.slug),
    }
