"""Views of a list: kept, named anew, removed; each act leads back to the list it is about."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from teams.forms.saved_views import SavedViewForm, ViewNameForm
from teams.models import SavedView
from teams.operations.saved_views import remove_view, rename_view, save_view
from teams.operations.values import refuse
from teams.views.base import PageRequest, done, moment


@login_required
@require_POST
def saved_views(request: PageRequest) -> HttpResponse:
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        refuse({name: [str(sentence) for sentence in said] for name, said in form.errors.items()})
    view = save_view(actor=request.user, at=moment(request)[0], draft=form.draft())
    return done(request, to=_list(view), said=f"“{view.name}” stands above the list now.")


@login_required
@require_POST
def saved_view(request: PageRequest, pk: int) -> HttpResponse:
    view, form = _own(request, pk), ViewNameForm(request.POST)
    if not form.is_valid():
        refuse({"name": [str(sentence) for sentence in form.errors["name"]]})
    view = rename_view(actor=request.user, at=moment(request)[0], view=view, name=form.cleaned_data["name"])
    return done(request, to=_list(view), said=f"It is called “{view.name}” now.")


@login_required
@require_POST
def saved_view_remove(request: PageRequest, pk: int) -> HttpResponse:
    view = _own(request, pk)
    remove_view(actor=request.user, at=moment(request)[0], view=view)
    return done(request, to=_list(view), said=f"“{view.name}” is removed. What it showed is still here.")


def _own(request: PageRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView, person=request.user, pk=pk)


def _list(view: SavedView) -> str:
    address = reverse(view.page)
    return f"{address}?{view.query}" if view.query else address
