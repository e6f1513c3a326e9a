"""The page of two teams: what is open between them both ways, and how it went."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render

from agreements.domain.commitments import Outcome
from agreements.domain.counting import Weeks
from agreements.reports.dashboard.links import came_due_rows, open_rows
from agreements.reports.dashboard.units import Place, tree
from agreements.reports.pair import Ends, pair_page
from teams.views.base import PageRequest, moment


@login_required
def pair(request: PageRequest, first: str, second: str) -> HttpResponse:
    """A team with itself is there only where it is a department: nobody owes their own team."""
    at, today = moment(request)
    forest = tree()
    owing, owed = forest.place(first), forest.place(second)
    if owing is None or owed is None:
        raise Http404
    ends = Ends(forest.below([first]), forest.below([second]))
    if ends.first == ends.second and len(ends.first) == 1:
        raise Http404
    page = pair_page(ends, viewer=request.user, at=at, today=today)
    mine = request.user.memberships.filter(team__in=ends.first | ends.second)
    context = {"first": owing, "second": owed, "page": page, "may_start": mine.exists()}
    context |= _way("there", Way(owing, owed, ends.first, ends.second), page.weeks)
    context |= _way("back", Way(owed, owing, ends.second, ends.first), page.weeks)
    return render(request, "agreements/pair.html", context)


@dataclass(frozen=True, slots=True)
class Way:
    """Who owes whom; the keys of each with all below it."""

    debtor: Place
    creditor: Place
    debtors: frozenset[int]
    creditors: frozenset[int]

    @property
    def rows(self) -> dict[str, str]:
        """What narrows a list to it."""
        return {
            "team" if len(self.debtors) == 1 else "department": self.debtor.slug,
            "for_team" if len(self.creditors) == 1 else "for_department": self.creditor.slug,
        }


def _way(name: str, way: Way, weeks: Weeks) -> dict[str, str]:
    """The title of one way, and where its rows are."""
    return {
        f"{name}_heading": f"{way.debtor.name} owes {way.creditor.name}",
        f"{name}_href": open_rows(**way.rows),
        f"{name}_kept_href": came_due_rows(weeks, outcome=Outcome.KEPT, **way.rows),
    }
