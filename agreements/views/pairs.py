"""The page of two teams: what is open between them both ways, and how it went."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from agreements.reports.dashboard.links import came_due_rows, open_rows
from agreements.reports.dashboard.units import tree
from agreements.reports.pair import Ends, PairPage, pair_page
from teams.models import Team
from teams.views.base import PageRequest, moment


@login_required
def pair(request: PageRequest, first: str, second: str) -> HttpResponse:
    """A team with itself is there only where it is a department: nobody owes their own team."""
    at, today = moment(request)
    owing, owed = get_object_or_404(Team, slug=first), get_object_or_404(Team, slug=second)
    forest = tree()
    ends = Ends(forest.below([first]), forest.below([second]))
    if ends.first == ends.second and len(ends.first) == 1:
        raise Http404
    page = pair_page(ends, viewer=request.user, at=at, today=today)
    mine = request.user.memberships.filter(team__in=ends.first | ends.second)
    context = {"first": owing, "second": owed, "page": page, "may_start": mine.exists()}
    context |= _way("there", owing, owed, page, is_listed=len(ends.first) == len(ends.second) == 1)
    context |= _way("back", owed, owing, page, is_listed=len(ends.first) == len(ends.second) == 1)
    return render(request, "agreements/pair.html", context)


def _way(way: str, debtor: Team, creditor: Team, page: PairPage, *, is_listed: bool) -> dict[str, str]:
    """The title of one way, and where its rows are: the lists know teams, not departments."""
    return {
        f"{way}_heading": f"{debtor.name} owes {creditor.name}",
        f"{way}_href": open_rows(team=debtor.slug, for_team=creditor.slug) if is_listed else "",
        f"{way}_came_href": came_due_rows(page.weeks, team=debtor.slug, for_team=creditor.slug) if is_listed else "",
    }
