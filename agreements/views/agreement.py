"""The page of one agreement and its history: one address for its whole life."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.reports.agreement import agreement_page
from agreements.reports.follows import is_followed
from agreements.reports.history import FILTERS, events_of, told_to
from agreements.views.base import readable_agreement
from agreements.views.readbacks import reading_back
from teams.views.base import PageRequest, moment

PER_PAGE = 50


@login_required
@require_safe
def agreement(request: PageRequest, number: int) -> HttpResponse:
    found = readable_agreement(request, number)
    here = reverse("agreement", args=[found.slug])
    if request.path != here:
        return redirect(here)
    at, today = moment(request)
    only = request.GET.get("only", "")
    page = agreement_page(agreement=found, viewer=request.user, at=at, today=today, only=only)
    whose = "mine" if page.mine and request.GET.get("whose") == "mine" else ""
    lines = page.mine if whose else page.lines
    context = {
        "page": page,
        "agreement": found,
        "lines": lines,
        "whose": whose,
        "only": only,
        "kinds": kinds(only),
        "is_followed": is_followed(found, by=request.user),
    }
    return render(request, "agreements/agreement.html", {**context, **reading_back(request, found)})


@login_required
@require_safe
def history(request: PageRequest, number: int) -> HttpResponse:
    found = readable_agreement(request, number)
    only = request.GET.get("only", "")
    page = Paginator(events_of(found, viewer=request.user, only=only), PER_PAGE).get_page(request.GET.get("page"))
    entries = told_to(page.object_list, viewer=request.user, at=moment(request)[0])
    context = {"agreement": found, "page": page, "entries": entries, "only": only, "kinds": kinds(only)}
    return render(request, "agreements/history.html", context)


def kinds(only: str) -> tuple[tuple[str, str, bool], ...]:
    """The filter above a history: value, words, whether it is the one shown."""
    options = (("", "All"), ("check-ins", "Check-ins"), ("changes", "Changes"))
    shown = only if only in FILTERS else ""
    return tuple((value, words, value == shown) for value, words in options)
