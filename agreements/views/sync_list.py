"""All syncs: the next seven days, later, and the latest with what they settled and cost."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.reports.sync_list import sync_list
from teams.views.base import PageRequest, moment


@login_required
@require_safe
def syncs(request: PageRequest) -> HttpResponse:
    at, today = moment(request)
    page = sync_list(viewer=request.user, at=at, today=today)
    return render(request, "agreements/sync/list.html", {"page": page, "now": at})
