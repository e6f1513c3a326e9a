"""Proposing the terms of a draft, and taking the proposal back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.operations.proposals import propose, take_back
from agreements.views.base import readable_agreement
from teams.views.base import PageRequest, done, moment


@login_required
@require_POST
def agreement_proposal(request: PageRequest, number: int) -> HttpResponse:
    found = readable_agreement(request, number)
    propose(actor=request.user, at=moment(request)[0], agreement=found)
    here = reverse("agreement", args=[found.slug])
    return done(request, to=here, said="Proposed. Everybody who signs has been asked.")


@login_required
@require_POST
def agreement_take_back(request: PageRequest, number: int) -> HttpResponse:
    found = readable_agreement(request, number)
    take_back(actor=request.user, at=moment(request)[0], agreement=found)
    return done(request, to=reverse("agreement", args=[found.slug]), said="It is a draft again.")
