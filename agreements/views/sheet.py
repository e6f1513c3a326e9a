"""What leaves the screen: the one-page sheet of an agreement and its calendar file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.reports.calendar import calendar_of
from agreements.reports.sheet import sheet_of
from agreements.views.base import readable_agreement
from teams.views.base import PageRequest, moment


@login_required
@require_safe
def agreement_print(request: PageRequest, number: int) -> HttpResponse:
    """What has no terms yet has no sheet, and leads back."""
    found = readable_agreement(request, number)
    at, _ = moment(request)
    sheet, here = sheet_of(agreement=found, at=at), reverse("agreement", args=[found.slug])
    if sheet is None:
        return redirect(here)
    context = {"agreement": found, "sheet": sheet, "at": at, "address": request.build_absolute_uri(here)}
    return render(request, "agreements/sheet.html", context)


@login_required
@require_safe
def agreement_calendar(request: PageRequest, number: int) -> HttpResponse:
    found = readable_agreement(request, number)
    file = calendar_of(agreement=found, at=moment(request)[0])
    headers = {"Content-Disposition": f'attachment; filename="agreement-{found.number}.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)
