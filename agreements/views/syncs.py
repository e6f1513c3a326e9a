"""One sync on its one page: the agenda before, the room while it runs, the notes after."""

from collections.abc import Callable

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from agreements.domain.syncs import ALL_IS_WELL
from agreements.forms.closing import CancellationForm
from agreements.forms.syncs import FacilitatorForm, MoveForm, TopicForm
from agreements.models import Sync
from agreements.operations.syncs import attend, cancel_sync, close_sync, move_sync, set_facilitator, start_sync
from agreements.reports.notes import notes_of
from agreements.reports.room import room_state
from agreements.reports.sync import sync_page
from agreements.views.base import readable_sync
from agreements.views.room_page import show_room
from teams.views.base import PageRequest, carried_out, done, moment


@login_required
@require_safe
def sync(request: PageRequest, number: int, n: int) -> HttpResponse:
    found = readable_sync(request, number, n)
    if found.is_live:
        return show_room(request, found)
    return _notes(request, found) if found.held_at else _before(request, found)


@login_required
@require_POST
def sync_start(request: PageRequest, number: int, n: int) -> HttpResponse:
    """Open the room; whoever presses it is in it."""
    found = readable_sync(request, number, n)
    start_sync(actor=request.user, at=moment(request)[0], sync=found)
    return done(request, to=page_of(found))


@login_required
@require_POST
def sync_attendance(request: PageRequest, number: int, n: int) -> HttpResponse:
    """Say "I am here", for whose browser does not say it by itself."""
    found = readable_sync(request, number, n)
    attend(actor=request.user, at=moment(request)[0], sync=found)
    return done(request, to=page_of(found))


@login_required
@require_POST
def sync_closing(request: PageRequest, number: int, n: int) -> HttpResponse:
    """Close the room, or record a sync that was held without it."""
    found = readable_sync(request, number, n)
    close_sync(actor=request.user, at=moment(request)[0], sync=found)
    return done(request, to=page_of(found), said="Closed. The notes go to everybody who takes part.")


@login_required
@require_POST
def sync_cancellation(request: PageRequest, number: int, n: int) -> HttpResponse:
    found, form = readable_sync(request, number, n), CancellationForm(request.POST)
    return _settled(
        request,
        found,
        form,
        lambda: cancel_sync(actor=request.user, at=moment(request)[0], sync=found, reason=form.cleaned_data["reason"]),
        said="Called off. Everybody gets the time back.",
    )


@login_required
@require_POST
def sync_move(request: PageRequest, number: int, n: int) -> HttpResponse:
    found = readable_sync(request, number, n)
    form = MoveForm(request.POST, sync=found)
    return _settled(
        request,
        found,
        form,
        lambda: move_sync(
            actor=request.user,
            at=moment(request)[0],
            sync=found,
            starts_at=form.starts_at,
            reason=form.cleaned_data["reason"],
        ),
        said="Moved. Everybody who takes part is told.",
    )


@login_required
@require_POST
def sync_facilitator(request: PageRequest, number: int, n: int) -> HttpResponse:
    found = readable_sync(request, number, n)
    form = FacilitatorForm(request.POST, sync=found)
    return _settled(
        request,
        found,
        form,
        lambda: set_facilitator(
            actor=request.user, at=moment(request)[0], sync=found, person=form.cleaned_data["person"]
        ),
        said="Saved.",
    )


def page_of(found: Sync) -> str:
    return reverse("sync", args=[found.agreement.slug, found.number])


def _settled(
    request: PageRequest, found: Sync, form: forms.Form, act: Callable[[], Sync], *, said: str
) -> HttpResponse:
    """Back to the page when a form of it was in order; else the page with that form."""
    if carried_out(form, act) is not None:
        return done(request, to=page_of(found), said=said)
    return _before(request, found, unsent=form)


def _before(request: PageRequest, found: Sync, unsent: forms.Form | None = None) -> HttpResponse:
    """The agenda of a sync to come, or what became of one that was called off."""
    page = sync_page(sync=found, viewer=request.user, at=moment(request)[0])
    context = {
        "page": page,
        "sync": found,
        "agreement": found.agreement,
        "cancellation": _form(CancellationForm, unsent),
        "move": _form(lambda: MoveForm(sync=found), unsent, MoveForm),
        "facilitator": _form(lambda: FacilitatorForm(sync=found), unsent, FacilitatorForm),
        "topic": TopicForm(),
        "all_is_well": ALL_IS_WELL,
        "state": room_state(agreement=found.agreement.number, number=found.number, viewer=request.user),
    }
    return render(request, "agreements/sync/before.html", context, status=422 if unsent else 200)


def _form(
    blank: Callable[[], forms.Form], unsent: forms.Form | None, kind: type[forms.Form] = CancellationForm
) -> forms.Form:
    return unsent if isinstance(unsent, kind) else blank()


def _notes(request: PageRequest, found: Sync) -> HttpResponse:
    notes = notes_of(sync=found, viewer=request.user, at=moment(request)[0])
    free = [one.person.name for one in notes.people if not one.settled]
    context = {"notes": notes, "sync": found, "agreement": found.agreement, "free": free}
    return render(request, "agreements/sync/notes.html", context)
