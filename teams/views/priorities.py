"""What the organisation has said matters now; for administrators."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from teams.forms.organisation import PriorityForm
from teams.models import Priority
from teams.operations.drafts import PriorityDraft
from teams.operations.priorities import add_priority, edit_priority, remove_priority
from teams.reports.audit import last_edit
from teams.reports.priorities import priority_rows
from teams.views.base import PageRequest, administrators_page, carried_out, done, given, moment
from teams.views.undo import Undo

STEPS = {"up": -1, "down": 1}


@administrators_page
def settings_priorities(request: PageRequest) -> HttpResponse:
    at, _ = moment(request)
    form = PriorityForm(given(request))
    if added := carried_out(form, lambda: add_priority(actor=request.user, at=at, draft=form.draft())):
        return _back(request, f"“{added.name}” is added.")
    context = {"form": form, "rows": priority_rows()}
    return render(request, "teams/priorities.html", context, status=422 if form.errors else 200)


@administrators_page
def settings_priority(request: PageRequest, pk: int) -> HttpResponse:
    priority, (at, _) = get_object_or_404(Priority, pk=pk), moment(request)
    form = PriorityForm(given(request), initial={"name": priority.name})
    draft = carried_out(form, lambda: form.draft(priority))
    if draft and carried_out(form, lambda: edit_priority(actor=request.user, at=at, priority=priority, draft=draft)):
        return _back(request, form.said("Saved."))
    writer = last_edit("priority_edited", name=priority.name) if form.conflicts else None
    context = {"form": form, "priority": priority, "writer": writer}
    return render(request, "teams/priority.html", context, status=form.status)


@administrators_page
@require_POST
def settings_priority_move(request: PageRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    priority, (at, _) = get_object_or_404(Priority, pk=pk), moment(request)
    step = STEPS.get(request.POST.get("step", ""), 0)
    draft = PriorityDraft(name=priority.name, position=max(priority.position + step, 0))
    edit_priority(actor=request.user, at=at, priority=priority, draft=draft)
    return _back(request, "")


@administrators_page
@require_POST
def settings_priority_remove(request: PageRequest, pk: int) -> HttpResponse:
    priority, (at, _) = get_object_or_404(Priority, pk=pk), moment(request)
    undo = Undo(reverse("settings_priorities"), {"name": [priority.name], "position": [str(priority.position)]})
    is_served = any(row.pk == pk and row.served for row in priority_rows())
    remove_priority(actor=request.user, at=at, priority=priority)
    # What agreements served is not brought back by its name alone, so it is not offered as if it were.
    return _back(request, f"“{priority.name}” is no priority any more.", undo=None if is_served else undo)


def _back(request: PageRequest, said: str, undo: Undo | None = None) -> HttpResponse:
    return done(request, to=reverse("settings_priorities"), said=said, undo=undo)
