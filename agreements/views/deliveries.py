"""From open to done: declared by the owner; accepted, sent back or waived by the receiver."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.deliveries import DeliveryForm, ReleaseForm, ReturnForm
from agreements.models import Commitment
from agreements.operations.deliveries import accept, deliver, release, send_back, take_back_delivery
from agreements.views.base import readable_commitment
from agreements.views.unsent import recalled
from teams.domain.errors import InvalidValueError
from teams.models import Person
from teams.views.base import PageRequest, done, moment, put_errors
from teams.views.undo import Undo

type Act = Callable[[Person, datetime, Commitment, Form], object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One small form page: its words, its form, and the one operation behind it."""

    title: str
    button: str
    about: str
    said: str
    form: type[Form]
    act: Act
    undone_by: str = ""  # the name of the address that takes it back, where anything does


DELIVERY = Sheet(
    title="It is done",
    button="It is done",
    about="{accepter} is asked to confirm that it is kept.",
    said="Recorded as done. {accepter} is asked to confirm.",
    form=DeliveryForm,
    act=lambda actor, at, commitment, form: deliver(
        actor=actor, at=at, commitment=commitment, evidence=form.cleaned_data["evidence"]
    ),
    undone_by="delivery_take_back",
)
RETURN = Sheet(
    title="Not quite",
    button="Send it back",
    about="It becomes open again. The day it was first delivered stays on record.",
    said="Sent back to {owner}.",
    form=ReturnForm,
    act=lambda actor, at, commitment, form: send_back(
        actor=actor, at=at, commitment=commitment, reason=form.cleaned_data["reason"]
    ),
)
RELEASE = Sheet(
    title="Release this commitment",
    button="Release it",
    about="{owner} no longer owes it, and it is counted neither as kept nor as lapsed.",
    said="Released. {owner} no longer owes it.",
    form=ReleaseForm,
    act=lambda actor, at, commitment, form: release(
        actor=actor, at=at, commitment=commitment, reason=form.cleaned_data["reason"]
    ),
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_delivery(request: PageRequest, number: int, k: int) -> HttpResponse:
    return _fill_in(request, readable_commitment(request, number, k), DELIVERY)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_return(request: PageRequest, number: int, k: int) -> HttpResponse:
    return _fill_in(request, readable_commitment(request, number, k), RETURN)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_release(request: PageRequest, number: int, k: int) -> HttpResponse:
    return _fill_in(request, readable_commitment(request, number, k), RELEASE)


@login_required
@require_POST
def commitment_acceptance(request: PageRequest, number: int, k: int) -> HttpResponse:
    commitment = readable_commitment(request, number, k)
    accept(actor=request.user, at=moment(request)[0], commitment=commitment)
    return done(request, to=_page_of(commitment), said="Confirmed. It is kept.")


@login_required
@require_POST
def delivery_take_back(request: PageRequest, number: int, k: int) -> HttpResponse:
    commitment = readable_commitment(request, number, k)
    take_back_delivery(actor=request.user, at=moment(request)[0], commitment=commitment)
    return done(request, to=_page_of(commitment), said="Taken back. It is open again.")


def _fill_in(request: PageRequest, commitment: Commitment, sheet: Sheet) -> HttpResponse:
    """Every write here is the same: show the form, or act on it and go back to the commitment."""
    form = sheet.form(request.POST if request.method == "POST" else None)
    people = {"owner": commitment.owner, "accepter": commitment.accepted_by}
    if form.is_valid():
        try:
            sheet.act(request.user, moment(request)[0], commitment, form)
        except InvalidValueError as error:
            put_errors(form, error)
        else:
            undo = (
                Undo(reverse(sheet.undone_by, args=[commitment.agreement.slug, commitment.number]))
                if sheet.undone_by
                else None
            )
            return done(request, to=_page_of(commitment), said=sheet.said.format(**people), undo=undo)
    context = {
        "form": form,
        "sheet": sheet,
        "about": sheet.about.format(**people),
        "commitment": commitment,
        "agreement": commitment.agreement,
        "unsent": recalled(request, form, at=request.path),
    }
    return render(request, "agreements/delivery.html", context, status=422 if form.errors else 200)


def _page_of(commitment: Commitment) -> str:
    return reverse("commitment", args=[commitment.agreement.slug, commitment.number])
