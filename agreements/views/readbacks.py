"""Reading the terms back: the board, one's own words, and what the others say of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from agreements.domain.agreements import AgreementState
from agreements.forms.readbacks import PLACES, ConfirmationForm, NoteForm
from agreements.models import Agreement, Difference, Readback
from agreements.operations.confirmations import confirm_readback, reconfirm_lines
from agreements.operations.differences import settle
from agreements.permissions import may_sign, may_take_back
from agreements.reports.asked import has_signed
from agreements.reports.readback_turn import readback_turn
from agreements.reports.readbacks import Board, board_of
from agreements.reports.seats import seats_of
from agreements.views.base import readable_agreement
from agreements.views.bringing import bringing
from teams.domain.errors import RefusalError
from teams.views.base import PageRequest, carried_out, done, moment, status_of


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that was not in order, and what it stands at: "readback" or "difference" of that id."""

    at: str
    id: int
    form: forms.Form


@login_required
@require_safe
def readback_board(request: PageRequest, number: int) -> HttpResponse:
    return _board(request, readable_agreement(request, number))


@login_required
@require_POST
@vary_on_headers("HX-Request")
def readback_confirmation(request: PageRequest, number: int, pk: int) -> HttpResponse:
    """It matches, or where it does not."""
    readback = _readback(request, number, pk)
    form = ConfirmationForm(request.POST, lines=list(readback.agreement.commitments.order_by("number")))
    return _answered(
        request,
        readback,
        lambda: carried_out(
            form,
            lambda: confirm_readback(actor=request.user, at=moment(request)[0], readback=readback, draft=form.draft()),
        ),
        unsent=Unsent("readback", pk, form),
        said="Your word is with everybody who is asked.",
    )


@login_required
@require_POST
@vary_on_headers("HX-Request")
def readback_lines(request: PageRequest, number: int, pk: int) -> HttpResponse:
    """It still holds, or still matches, after lines of it changed."""
    readback = _readback(request, number, pk)
    return _answered(
        request,
        readback,
        lambda: reconfirm_lines(actor=request.user, at=moment(request)[0], readback=readback),
        said="Confirmed as it stands now.",
    )


@login_required
@require_POST
@vary_on_headers("HX-Request")
def readback_difference(request: PageRequest, number: int, pk: int) -> HttpResponse:
    """A note why a difference is fine as it stands."""
    found = readable_agreement(request, number)
    rows = Difference.objects.select_related("readback__agreement", "readback__person")
    difference = get_object_or_404(rows, readback__agreement=found, pk=pk)
    form = NoteForm(request.POST)
    return _answered(
        request,
        difference.readback,
        lambda: carried_out(
            form,
            lambda: settle(
                actor=request.user,
                at=moment(request)[0],
                difference=difference,
                note=form.cleaned_data["note"],
            ),
        ),
        unsent=Unsent("difference", pk, form),
        said="Settled, with your note beside it.",
    )


def reading_back(request: PageRequest, agreement: Agreement) -> dict[str, object]:
    """Return what pages around an agreement say of its readback; nothing while its terms do not wait for one."""
    if agreement.state != AgreementState.READBACK:
        return {}
    return context_of(request, board_of(agreement=agreement, viewer=request.user, at=moment(request)[0]))


def context_of(request: PageRequest, board: Board) -> dict[str, object]:
    """Return what the parts of a board need besides a card."""
    agreement, viewer = board.agreement, request.user
    is_signed = board.is_open and has_signed(viewer, agreement)
    return {
        "agreement": agreement,
        "board": board,
        "seats": seats_of(board, viewer=viewer),
        "turn": readback_turn(board, is_signed=is_signed),
        "is_signed": is_signed,
        "may_take_back": board.is_open and may_take_back(viewer, agreement),
        "may_sign": board.is_open and not is_signed and may_sign(viewer, agreement),
        "signed": board.version.signatures.count() if board.version else 0,
        "places": PLACES,
    }


def _readback(request: PageRequest, number: int, pk: int) -> Readback:
    rows = Readback.objects.select_related("agreement", "person").exclude(written_at=None)
    return get_object_or_404(rows, agreement=readable_agreement(request, number), pk=pk)


def _board(request: PageRequest, agreement: Agreement, unsent: Unsent | None = None) -> HttpResponse:
    board = board_of(agreement=agreement, viewer=request.user, at=moment(request)[0])
    if not board.is_open and not board.cards:
        return redirect(reverse("agreement", args=[agreement.slug]))
    text = f"Read back of {agreement.title}"
    bring = bringing(request, agreement, text=text, at=moment(request)[0]) if board.is_open else None
    context = {**context_of(request, board), "unsent": unsent, "bring": bring}
    return render(request, "agreements/readback/board.html", context, status=422 if unsent else 200)


def _answered(
    request: PageRequest, readback: Readback, act: Callable[[], object], *, said: str, unsent: Unsent | None = None
) -> HttpResponse:
    """Act on one readback: back to the board, or with htmx the readback in place and what changed around it."""
    try:
        is_done = act() is not None
    except RefusalError as error:
        if not request.htmx:
            raise
        messages.warning(request, error.message)
        return _in_place(request, readback, status=status_of(error))
    if not is_done:
        return (
            _in_place(request, readback, unsent=unsent, status=422)
            if request.htmx
            else _board(request, readback.agreement, unsent)
        )
    if not request.htmx:
        return done(request, to=address_of(readback), said=said)
    messages.success(request, said)
    return _in_place(request, readback)


def _in_place(
    request: PageRequest, readback: Readback, *, unsent: Unsent | None = None, status: int = 200
) -> HttpResponse:
    board = board_of(agreement=readback.agreement, viewer=request.user, at=moment(request)[0])
    card = next((card for card in board.cards if card.id == readback.pk), None)
    context = {**context_of(request, board), "card": card, "unsent": unsent, "is_own_page": _is_at_mine(request)}
    return render(request, "agreements/readback/answer.html", context, status=status)


def _is_at_mine(request: PageRequest) -> bool:
    return (request.htmx.current_url_abs_path or "").partition("?")[0].endswith("/readback/mine/")


def address_of(readback: Readback) -> str:
    return f"{reverse('readback_board', args=[readback.agreement.slug])}#readback-{readback.pk}"
