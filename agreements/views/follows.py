"""Following an agreement: it stands in one's sidebar."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.operations.follows import follow, unfollow
from agreements.views.base import readable_agreement
from teams.views.base import PageRequest, done, moment


@login_required
@require_POST
def agreement_follow(request: PageRequest, number: int) -> HttpResponse:
    found = readable_agreement(request, number)
    follow(actor=request.user, at=moment(request)[0], agreement=found)
    return done(request, to=reverse("agreement", args=[found.slug]), said="You follow it: it stands in your sidebar.")


@login_required
@require_POST
def agreement_unfollow(request: PageRequest, number: int) -> HttpResponse:
    found = readable_agreement(request, number)
    unfollow(actor=request.user, at=moment(request)[0], agreement=found)
    return done(request, to=reverse("agreement", args=[found.slug]), said="You follow it no more.")
