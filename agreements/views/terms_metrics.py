"""Writing the terms: the numbers that the parties answer for together."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.forms.metrics import MetricForm
from agreements.models import Metric
from agreements.operations.metrics import add_metric, edit_metric, remove_metric
from agreements.views.terms import asked_or_answered, editable_draft, show_step
from teams.views.base import PageRequest, carried_out, done, given, moment
from teams.views.undo import Undo, values_of


@login_required
@asked_or_answered
def metric_add(request: PageRequest, number: int) -> HttpResponse:
    agreement = editable_draft(request, number)
    at, _ = moment(request)
    form = MetricForm(given(request), agreement=agreement)
    if carried_out(form, lambda: add_metric(actor=request.user, at=at, agreement=agreement, draft=form.draft())):
        return _back(request, number, "Metric added.")
    metrics = agreement.metrics.select_related("reporter", "bound_on").order_by("pk")
    return show_step(request, "metrics", agreement, form, metrics=metrics)


@login_required
@asked_or_answered
def metric_edit(request: PageRequest, number: int, pk: int) -> HttpResponse:
    metric = _metric(request, number, pk)
    at, _ = moment(request)
    form = MetricForm(given(request), agreement=metric.agreement, metric=metric)
    if carried_out(form, lambda: edit_metric(actor=request.user, at=at, metric=metric, draft=form.draft())):
        return _back(request, number, form.said("Saved."))
    return show_step(request, "metric", metric.agreement, form, metric=metric)


@login_required
@require_POST
def metric_remove(request: PageRequest, number: int, pk: int) -> HttpResponse:
    metric = _metric(request, number, pk)
    at, _ = moment(request)
    form = MetricForm(None, agreement=metric.agreement, metric=metric)
    undo = Undo(reverse("metric_add", args=[number]), values_of(form))
    remove_metric(actor=request.user, at=at, metric=metric)
    return _back(request, number, f"“{metric.name}” is removed.", undo=undo)


def _metric(request: PageRequest, number: int, pk: int) -> Metric:
    metrics = Metric.objects.select_related("agreement", "reporter", "bound_on")
    return get_object_or_404(metrics, agreement=editable_draft(request, number), pk=pk)


def _back(request: PageRequest, number: int, said: str, undo: Undo | None = None) -> HttpResponse:
    return done(request, to=reverse("metric_add", args=[number]), said=said, undo=undo)
