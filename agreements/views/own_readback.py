"""Saying back what one heard: before the others' words are read, kept as it is typed, then laid beside the terms."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.readbacks import ReadbackForm, initial_of, order_of
from agreements.models import Agreement, Readback
from agreements.operations.readbacks import save_draft, write_readback
from agreements.reports.own_readback import MINUTES, OwnReadback, own_readback
from agreements.views.base import readable_agreement
from agreements.views.readbacks import context_of
from teams.domain.errors import RefusalError
from teams.views.base import PageRequest, carried_out, done, given, moment, status_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def readback_mine(request: PageRequest, number: int) -> HttpResponse:
    """Write and send it; once sent, what the rules found in it. ``?again`` writes it in other words."""
    found = readable_agreement(request, number)
    own = own_readback(agreement=found, viewer=request.user, at=moment(request)[0])
    if own is None:
        raise Http404
    form = _form(request, own)
    if request.method == "POST" and carried_out(form, lambda: _send(request, found, form)) is not None:
        return done(request, to=request.path, said="Sent. The others who have written read it now.")
    if own.may_write and (own.card is None or request.method == "POST" or "again" in request.GET):
        return _write(request, own, form)
    if own.card is None:
        return redirect(reverse("readback_board", args=[found.slug]))
    return render(request, "agreements/readback/found.html", {**context_of(request, own.board), "card": own.card})


@login_required
@require_POST
def readback_draft(request: PageRequest, number: int) -> HttpResponse:
    """Keep what is typed: one line of an answer for htmx, back to the page for a button."""
    found = readable_agreement(request, number)
    at = moment(request)[0]
    try:
        save_draft(actor=request.user, at=at, agreement=found, text=request.POST.get("text", ""))
    except RefusalError as error:
        if not request.htmx:
            raise
        return _saved(request, {"refusal": error.message}, status=status_of(error))
    if not request.htmx:
        return done(
            request, to=reverse("readback_mine", args=[found.slug]), said="Your draft is saved. Only you see it."
        )
    return _saved(request, {"saved_at": at})


def _form(request: PageRequest, own: OwnReadback) -> ReadbackForm:
    order = own.order or order_of(request.headers.get("Accept-Language", ""))
    initial = initial_of(own.text, own.said, order)
    return ReadbackForm(given(request), initial=initial, agreement=own.agreement, lines=own.lines)


def _send(request: PageRequest, found: Agreement, form: ReadbackForm) -> Readback:
    return write_readback(actor=request.user, at=moment(request)[0], agreement=found, draft=form.draft())


def _write(request: PageRequest, own: OwnReadback, form: ReadbackForm) -> HttpResponse:
    at = moment(request)[0]
    spent = min((at - own.started_at), MINUTES) if own.started_at and not own.card else None
    context = {
        **context_of(request, own.board),
        "own": own,
        "form": form,
        "seconds": int(MINUTES.total_seconds()),
        "spent": int(spent.total_seconds()) if spent else 0,
    }
    return render(request, "agreements/readback/mine.html", context, status=422 if form.errors else 200)


def _saved(request: PageRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    return render(request, "agreements/readback/mine.html#saved", context, status=status)
