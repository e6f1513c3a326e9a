"""How the organisation watches its agreements; for administrators."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from agreements.forms.thresholds import ThresholdForm
from teams.models import Organisation
from teams.operations.organisation import edit_organisation
from teams.views.base import PageRequest, administrators_page, carried_out, done, given, moment


@administrators_page
def settings_drift(request: PageRequest) -> HttpResponse:
    at, _ = moment(request)
    form = ThresholdForm(given(request), organisation=get_object_or_404(Organisation))
    if carried_out(form, lambda: edit_organisation(actor=request.user, at=at, draft=form.draft())):
        return done(request, to=reverse("settings_drift"), said="Saved. The next look uses these numbers.")
    return render(request, "agreements/settings_drift.html", {"form": form}, status=422 if form.errors else 200)
