"""Saying which priority of the organisation an agreement serves."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.forms.priorities import PriorityForm
from agreements.operations.priorities import choose_priority
from agreements.permissions import may_choose_priority
from agreements.views.base import readable_agreement
from teams.views.base import PageRequest, carried_out, done, given, moment


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_priority(request: PageRequest, number: int) -> HttpResponse:
    found, (at, _) = readable_agreement(request, number), moment(request)
    if not may_choose_priority(request.user, found):
        raise PermissionDenied("Those who sign for a party, lead one or moderate the agreement say what it serves.")
    form = PriorityForm(given(request), initial={"priority": found.priority_id})
    if carried_out(form, lambda: choose_priority(actor=request.user, at=at, agreement=found, **form.cleaned_data)):
        return done(request, to=reverse("agreement", args=[found.slug]), said="Saved.")
    context = {"form": form, "agreement": found}
    return render(request, "agreements/priority.html", context, status=422 if form.errors else 200)
