"""Help: what the words mean, and every rule by which Holdfast sees drift."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.domain.counting import DEFINITIONS
from agreements.reports.rules import rules_in_words
from teams.views.base import PageRequest, moment


@login_required
@require_safe
def help_page(request: PageRequest) -> HttpResponse:
    return render(request, "agreements/help.html", {"definitions": tuple(DEFINITIONS.values())})


@login_required
@require_safe
def help_drift(request: PageRequest) -> HttpResponse:
    """Read from the rules themselves, so it is never behind them."""
    groups = rules_in_words(viewer=request.user, at=moment(request)[0])
    return render(request, "agreements/help_drift.html", {"groups": groups})
