"""A joint metric with its readings."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from agreements.forms.metrics import ReadingForm
from agreements.models import Metric
from agreements.operations.metrics import record_reading
from agreements.reports.metric import metric_page
from agreements.views.base import readable_metric
from teams.domain.errors import InvalidValueError
from teams.views.base import PageRequest, done, moment, put_errors


@login_required
@require_safe
def metric(request: PageRequest, number: int, pk: int) -> HttpResponse:
    _, today = moment(request)
    return _show(request, readable_metric(request, number, pk), ReadingForm.blank(today))


@login_required
@require_POST
def metric_readings(request: PageRequest, number: int, pk: int) -> HttpResponse:
    found, form = readable_metric(request, number, pk), ReadingForm(request.POST)
    if form.is_valid():
        try:
            record_reading(actor=request.user, at=moment(request)[0], metric=found, **form.cleaned_data)
        except InvalidValueError as error:
            put_errors(form, error)
        else:
            there = reverse("metric", args=[found.agreement.slug, pk])
            return done(request, to=there, said="Reading added. Everybody sees it now.")
    return _show(request, found, form)


def _show(request: PageRequest, found: Metric, form: ReadingForm) -> HttpResponse:
    at, today = moment(request)
    page = metric_page(metric=found, viewer=request.user, at=at, today=today)
    context = {"page": page, "metric": found, "agreement": found.agreement, "form": form}
    return render(request, "agreements/metric.html", context, status=422 if form.errors else 200)
