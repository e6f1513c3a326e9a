"""The executive page and the page of one pair of teams."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from agreements.domain.commitments import CommitmentState
from agreements.domain.plots import Share
from agreements.models import Agreement, Commitment
from agreements.reports.commitments import commitment_rows
from agreements.reports.dashboard import WEEKS, Outcomes, dashboard
from teams.models import Team
from teams.views.base import PageRequest, moment


@login_required
def dashboard_page(request: PageRequest) -> HttpResponse:
    at, today = moment(request)
    asked = request.GET.get("weeks", "")
    weeks = int(asked) if asked.isdecimal() and int(asked) in WEEKS else 12
    report = dashboard(viewer=request.user, at=at, today=today, weeks=weeks)
    context = {"report": report, "shares": shares(report.outcomes), "periods": periods(weeks)}
    return render(request, "agreements/dashboard.html", context)


def shares(outcomes: Outcomes) -> tuple[Share, ...]:
    """The parts of the follow-through bar, those that are none left out."""
    parts = (
        Share(outcomes.kept, "kept"),
        Share(outcomes.adjusted_early, "adjusted_early"),
        Share(outcomes.adjusted_late, "adjusted_late"),
        Share(outcomes.lapsed, "lapsed"),
    )
    return tuple(part for part in parts if part.count)


def periods(weeks: int) -> tuple[tuple[int, str, bool], ...]:
    names = {6: "6 weeks", 12: "12 weeks", 52: "Year"}
    return tuple((option, names[option], option == weeks) for option in WEEKS)


@login_required
def pair_page(request: PageRequest, first: str, second: str) -> HttpResponse:
    """What two teams owe each other now, both ways; only what the reader may read."""
    at, _ = moment(request)
    owing, owed = get_object_or_404(Team, slug=first), get_object_or_404(Team, slug=second)
    between = Commitment.objects.visible_to(request.user).filter(
        Q(team=owing, for_team=owed) | Q(team=owed, for_team=owing),
        state__in=[CommitmentState.OPEN, CommitmentState.DELIVERED],
        agreement__in=Agreement.objects.running(at=at),
    )
    rows = commitment_rows(commitments=between.order_by("due_on", "pk"), viewer=request.user, at=at)
    context = {
        "owing": owing,
        "owed": owed,
        "there": [row for row in rows if row.team == owing.name],
        "back": [row for row in rows if row.team == owed.name],
    }
    return render(request, "agreements/pair.html", context)
