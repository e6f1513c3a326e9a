"""The versions of an agreement: all of them, one as a document, and two beside each other."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.reports.versions import comparison, version_page, version_rows
from agreements.views.base import readable_agreement
from teams.views.base import PageRequest


@login_required
@require_safe
def versions(request: PageRequest, number: int) -> HttpResponse:
    """The list; with ``from`` and ``to`` of its form it leads to the two beside each other."""
    found = readable_agreement(request, number)
    rows = version_rows(agreement=found, viewer=request.user)
    chosen = [row.number for name in ("from", "to") for row in rows if str(row.number) == request.GET.get(name)]
    if len(chosen) == 2:
        return redirect(reverse("versions_compare", args=[found.slug, *chosen]))
    return render(request, "agreements/versions.html", {"agreement": found, "rows": rows})


@login_required
@require_safe
def version(request: PageRequest, number: int, k: int) -> HttpResponse:
    found = readable_agreement(request, number)
    page = version_page(agreement=found, number=k, viewer=request.user)
    if page is None:
        raise Http404
    return render(request, "agreements/version.html", {"agreement": found, "page": page})


@login_required
@require_safe
def versions_compare(request: PageRequest, number: int, first: int, second: int) -> HttpResponse:
    found = readable_agreement(request, number)
    compared = comparison(agreement=found, was=first, now=second, viewer=request.user)
    if compared is None:
        raise Http404
    return render(request, "agreements/versions_compare.html", {"agreement": found, "page": compared})
