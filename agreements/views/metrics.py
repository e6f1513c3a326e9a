"""A joint metric with its readings, one by one or as a pasted table."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from agreements.forms.metrics import ReadingForm, TableForm, drafts_of
from agreements.models import Metric
from agreements.operations.metrics import record_reading, record_readings
from agreements.operations.reading_rows import look_over
from agreements.permissions import may_record_reading
from agreements.reports.metric import metric_page
from agreements.reports.reading_table import TablePreview, table_preview
from agreements.views.base import readable_metric
from agreements.views.terms import asked_or_answered
from teams.domain.errors import ForbiddenError
from teams.views.base import PageRequest, carried_out, done, given, moment


@login_required
@require_safe
def metric(request: PageRequest, number: int, pk: int) -> HttpResponse:
    _, today = moment(request)
    found = readable_metric(request, number, pk)
    return _show(request, found, ReadingForm.blank(today, metric=found))


@login_required
@require_POST
def metric_readings(request: PageRequest, number: int, pk: int) -> HttpResponse:
    found, (at, _) = readable_metric(request, number, pk), moment(request)
    form = ReadingForm(request.POST, metric=found)
    if carried_out(form, lambda: record_reading(actor=request.user, at=at, metric=found, **form.cleaned_data)):
        return _back(request, found, "Reading added. Everybody sees it now.")
    return _show(request, found, form)


@login_required
@asked_or_answered
def metric_table(request: PageRequest, number: int, pk: int) -> HttpResponse:
    """Look first, with nothing written; then all of it is saved, or none."""
    found, (at, _) = readable_metric(request, number, pk), moment(request)
    if not may_record_reading(request.user, found):
        raise ForbiddenError("Only its reporter and members of a party can record a reading.")
    form = TableForm(given(request))
    if not form.is_valid():
        return _show_table(request, found, form, None)
    table = form.read
    rows = drafts_of(table)
    problems = table.problems or look_over(metric=found, at=at, rows=rows)
    if not problems and request.POST.get("act") == "save":
        readings = record_readings(actor=request.user, at=at, metric=found, rows=rows)
        many = "1 reading" if len(readings) == 1 else f"{len(readings)} readings"
        return _back(request, found, f"{many} added. Everybody sees them now.")
    preview = table_preview(metric=found, table=table, problems=problems)
    return _show_table(request, found, form, preview)


def _back(request: PageRequest, found: Metric, said: str) -> HttpResponse:
    return done(request, to=reverse("metric", args=[found.agreement.slug, found.pk]), said=said)


def _show(request: PageRequest, found: Metric, form: ReadingForm) -> HttpResponse:
    at, today = moment(request)
    page = metric_page(metric=found, viewer=request.user, at=at, today=today)
    context = {"page": page, "metric": found, "agreement": found.agreement, "form": form}
    return render(request, "agreements/metric.html", context, status=422 if form.errors else 200)


def _show_table(request: PageRequest, found: Metric, form: TableForm, preview: TablePreview | None) -> HttpResponse:
    context = {"metric": found, "agreement": found.agreement, "form": form, "preview": preview}
    is_refused = bool(form.errors) or (preview is not None and not preview.is_ready)
    return render(request, "agreements/metric_table.html", context, status=422 if is_refused else 200)
