"""Letting an agreement rest until a date, and taking it up again before."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.pauses import PauseForm
from agreements.models import Agreement
from agreements.operations.pauses import pause_agreement, resume_agreement
from agreements.reports.acts import acts_of
from agreements.views.base import readable_agreement
from teams.domain.errors import InvalidValueError
from teams.views.base import PageRequest, done, moment, put_errors


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_pause(request: PageRequest, number: int) -> HttpResponse:
    found, (at, _) = readable_agreement(request, number), moment(request)
    is_paused = found.is_paused(at=at)
    form = PauseForm(request.POST if request.method == "POST" else None, initial=_present(found) if is_paused else None)
    if form.is_valid():
        try:
            pause_agreement(actor=request.user, at=at, agreement=found, **form.cleaned_data)
        except InvalidValueError as error:
            put_errors(form, error)
        else:
            return done(request, to=reverse("agreement", args=[found.slug]), said="Paused. It goes on by itself.")
    acts = acts_of(found, viewer=request.user, version=None, at=at)
    context = {"agreement": found, "form": form, "is_paused": is_paused, "may_pause": acts.pause or acts.resume}
    return render(request, "agreements/pause.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def agreement_resumption(request: PageRequest, number: int) -> HttpResponse:
    found = readable_agreement(request, number)
    resume_agreement(actor=request.user, at=moment(request)[0], agreement=found)
    return done(request, to=reverse("agreement", args=[found.slug]), said="Taken up again.")


def _present(found: Agreement) -> dict[str, object]:
    return {"until": found.paused_until, "reason": found.pause_reason}
