"""The lists: agreements and commitments, with their filters in the address."""

from datetime import datetime
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Commitment
from agreements.reports.agreements import AgreementFilter, agreement_rows, agreements_for
from agreements.reports.commitments import commitment_rows
from agreements.reports.home import OWED, owed_by, owed_to
from teams.models import Person, Team
from teams.views.base import PageRequest, moment

PAGE = 30


@login_required
def agreements_page(request: PageRequest) -> HttpResponse:
    at, _ = moment(request)
    asked = request.GET
    state = asked.get("state", "")
    wanted = AgreementFilter(
        state=state if state in set(AgreementState) else "",
        team=asked.get("team", ""),
        words=asked.get("q", "").strip(),
    )
    page = Paginator(agreements_for(viewer=request.user, wanted=wanted), PAGE).get_page(asked.get("page"))
    context = {
        "wanted": wanted,
        "page": page,
        "rows": agreement_rows(agreements=cast("QuerySet[Agreement]", page.object_list), viewer=request.user, at=at),
        "states": list(AgreementState),
        "teams": sorted(Team.objects.all(), key=lambda team: team.name.casefold()),
    }
    return render(request, "agreements/agreements.html", context)


@login_required
def commitments_page(request: PageRequest) -> HttpResponse:
    """Open commitments: what I owe, what I am owed, or all that I may read."""
    at, _ = moment(request)
    owed = request.GET.get("owed", "")
    page = Paginator(_owed(owed, request.user, at).order_by("due_on", "pk"), PAGE).get_page(request.GET.get("page"))
    rows = commitment_rows(commitments=cast("QuerySet[Commitment]", page.object_list), viewer=request.user, at=at)
    return render(request, "agreements/commitments.html", {"owed": owed, "page": page, "rows": rows})


def _owed(owed: str, person: Person, at: datetime) -> QuerySet[Commitment]:
    if owed == "by-me":
        return owed_by(person, among=Agreement.objects.running(at=at))
    if owed == "to-me":
        return owed_to(person, among=Agreement.objects.running(at=at))
    visible = Commitment.objects.visible_to(person)
    return visible.filter(agreement__state=AgreementState.ACTIVE, state__in=[*OWED, CommitmentState.DELIVERED])
