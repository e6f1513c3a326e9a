"""The register of drift flags in the reader's sight, and the evidence of one."""

from itertools import groupby
from operator import attrgetter

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from agreements.reports.flags import FlagFilter, flag_rows, one_flag
from agreements.views.bringing import bringing
from teams.views.base import PageRequest, moment


@login_required
@require_safe
def flags(request: PageRequest) -> HttpResponse:
    """Open flags grouped by agreement; ``?state=closed`` shows those whose cause is gone."""
    at, _ = moment(request)
    is_open = request.GET.get("state") != "closed"
    rows = flag_rows(viewer=request.user, at=at, wanted=FlagFilter(is_open=is_open))
    by_agreement = sorted(rows, key=attrgetter("agreement_number", "strength"))
    groups = [tuple(group) for _, group in groupby(by_agreement, attrgetter("agreement_number"))]
    return render(request, "agreements/flags.html", {"groups": groups, "is_open": is_open, "count": len(rows)})


@login_required
@require_safe
def flag(request: PageRequest, pk: int) -> HttpResponse:
    at, _ = moment(request)
    found = one_flag(viewer=request.user, at=at, pk=pk)
    if found is None:
        raise Http404
    agreement = Agreement.objects.get(number=found.agreement_number)
    bring = None if found.closed_at else bringing(request, agreement, text=found.subject_name, at=at)
    return render(request, "agreements/flag.html", {"flag": found, "bring": bring})
