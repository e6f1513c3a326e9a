"""One sync: its agenda before, what became of it after."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from agreements.forms.closing import CancellationForm
from agreements.models import Sync
from agreements.operations.syncs import cancel_sync, hold_sync
from agreements.reports.sync import sync_page
from agreements.views.base import readable_sync
from teams.domain.errors import InvalidValueError
from teams.views.base import PageRequest, done, moment, put_errors


@login_required
@require_safe
def sync(request: PageRequest, number: int, n: int) -> HttpResponse:
    return _show(request, readable_sync(request, number, n), CancellationForm())


@login_required
@require_POST
def sync_holding(request: PageRequest, number: int, n: int) -> HttpResponse:
    found = readable_sync(request, number, n)
    hold_sync(actor=request.user, at=moment(request)[0], sync=found)
    return done(request, to=_page_of(found), said="Recorded: this sync was held.")


@login_required
@require_POST
def sync_cancellation(request: PageRequest, number: int, n: int) -> HttpResponse:
    found, form = readable_sync(request, number, n), CancellationForm(request.POST)
    if form.is_valid():
        try:
            cancel_sync(actor=request.user, at=moment(request)[0], sync=found, reason=form.cleaned_data["reason"])
        except InvalidValueError as error:
            put_errors(form, error)
        else:
            return done(request, to=_page_of(found), said="Called off.")
    return _show(request, found, form)


def _show(request: PageRequest, found: Sync, form: CancellationForm) -> HttpResponse:
    page = sync_page(sync=found, viewer=request.user, at=moment(request)[0])
    context = {"page": page, "sync": found, "agreement": found.agreement, "form": form}
    return render(request, "agreements/sync.html", context, status=422 if form.errors else 200)


def _page_of(found: Sync) -> str:
    return reverse("sync", args=[found.agreement.slug, found.number])
