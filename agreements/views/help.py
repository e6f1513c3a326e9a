"""Help: what the words mean, and every rule by which Holdfast sees drift."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.reports.flags import open_by_rule
from agreements.reports.rules import rules_in_words
from teams.views.base import PageRequest, moment


@login_required
@require_safe
def help_page(request: PageRequest) -> HttpResponse:
    return render(request, "agreements/help.html")


@login_required
@require_safe
def help_drift(request: PageRequest) -> HttpResponse:
    at, _ = moment(request)
    flagged = open_by_rule(viewer=request.user, at=at)
    return render(request, "agreements/help_drift.html", {"groups": rules_in_words(), "flagged": flagged})
