"""Search, the jump palette, and the page of all keys."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.domain.search import LONGEST, Found
from agreements.reports.jump import jump_groups
from agreements.reports.search import FEW, MANY, search
from teams.views.base import PageRequest


@login_required
@require_safe
def search_page(request: PageRequest) -> HttpResponse:
    """What ?q= finds, a few of each kind; with ?in= the best of one kind."""
    text, kind = request.GET.get("q", ""), request.GET.get("in", "")
    kinds = [Found(kind)] if kind in set(Found) else list(Found)
    results = search(viewer=request.user, text=text, kinds=kinds, most=FEW if len(kinds) > 1 else MANY)
    context = {"results": results, "only": kinds[0] if len(kinds) == 1 else "", "is_cut": len(text) > LONGEST}
    return render(request, "agreements/search.html", context)


@login_required
@require_safe
def jump(request: PageRequest) -> HttpResponse:
    """The list of the palette for ?q=; opened as a page, the search."""
    text = request.GET.get("q", "")
    if not request.htmx:
        return redirect(f"{reverse('search')}?{urlencode({'q': text})}")
    return render(request, "agreements/jump_list.html", {"groups": jump_groups(viewer=request.user, text=text)})


@login_required
@require_safe
def help_keys(request: PageRequest) -> HttpResponse:
    """Every key; asked for by a script, what a dialog shows of it."""
    page = "agreements/help_keys.html"
    return render(request, f"{page}#keys" if request.htmx else page, {"is_dialog": bool(request.htmx)})
