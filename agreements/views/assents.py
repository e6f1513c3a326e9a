"""A metric on its way into an agreement in force: proposed, and said by each party to matter, or declined."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.forms.metrics import DeclineForm, MetricForm
from agreements.models import Metric
from agreements.operations.assents import assent_to_metric, decline_metric, propose_metric
from agreements.operations.locks import require_active
from agreements.permissions import may_decline_metric, may_propose_metric
from agreements.views.base import readable_agreement, readable_metric
from agreements.views.terms import asked_or_answered
from teams.domain.errors import ForbiddenError
from teams.views.base import PageRequest, carried_out, done, given, moment

JOINT = "It is joint now, and counts from here on."
WAITING = "The other parties are asked now."


@login_required
@asked_or_answered
def metric_propose(request: PageRequest, number: int) -> HttpResponse:
    agreement, (at, _) = readable_agreement(request, number), moment(request)
    if not may_propose_metric(request.user, agreement):
        raise ForbiddenError("Only members of a party can propose a metric.")
    require_active(agreement)
    form = MetricForm(given(request), agreement=agreement)
    proposed = carried_out(
        form, lambda: propose_metric(actor=request.user, at=at, agreement=agreement, draft=form.draft())
    )
    if proposed:
        return _to(request, proposed, f"“{proposed.name}” is proposed. {JOINT if proposed.joint_at else WAITING}")
    context = {"agreement": agreement, "form": form}
    return render(request, "agreements/metric_propose.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def metric_assent(request: PageRequest, number: int, pk: int) -> HttpResponse:
    metric = assent_to_metric(actor=request.user, at=moment(request)[0], metric=readable_metric(request, number, pk))
    return _to(request, metric, f"You said that this matters to you. {JOINT if metric.joint_at else WAITING}")


@login_required
@asked_or_answered
def metric_decline(request: PageRequest, number: int, pk: int) -> HttpResponse:
    metric = readable_metric(request, number, pk)
    if not may_decline_metric(request.user, metric):
        raise ForbiddenError("Only who signs for a party or leads it, and who proposed it, can decline a metric.")
    form = DeclineForm(given(request))
    if carried_out(form, lambda: _declined(request, metric, form)):
        there = reverse("agreement", args=[metric.agreement.slug])
        return done(request, to=there, said=f"“{metric.name}” is not taken up. The history says why.")
    context = {"agreement": metric.agreement, "metric": metric, "form": form}
    return render(request, "agreements/metric_decline.html", context, status=422 if form.errors else 200)


def _declined(request: PageRequest, metric: Metric, form: DeclineForm) -> bool:
    at, _ = moment(request)
    decline_metric(actor=request.user, at=at, metric=metric, reason=form.cleaned_data["reason"])
    return True


def _to(request: PageRequest, metric: Metric, said: str) -> HttpResponse:
    return done(request, to=reverse("metric", args=[metric.agreement.slug, metric.pk]), said=said)
