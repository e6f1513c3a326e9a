"""The page of one commitment."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.forms.checkins import CheckInForm
from agreements.reports.commitment import commitment_page
from agreements.views.base import readable_commitment
from teams.views.base import PageRequest, moment


@login_required
@require_safe
def commitment(request: PageRequest, number: int, k: int) -> HttpResponse:
    found = readable_commitment(request, number, k)
    at, today = moment(request)
    page = commitment_page(commitment=found, viewer=request.user, at=at, today=today)
    context = {"page": page, "commitment": found, "agreement": found.agreement, "form": CheckInForm()}
    return render(request, "agreements/commitment.html", context)
