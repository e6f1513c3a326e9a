"""Writing the terms: who promises what to whom by when."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.forms.commitments import (
    BaseWaitFormSet,
    CommitmentForm,
    WaitFormSet,
    initial_waits,
    upstream_for,
)
from agreements.models import Agreement, Commitment
from agreements.operations.commitments import add_commitment, edit_commitment, remove_commitment
from agreements.views.terms import asked_or_answered, editable_draft, show_step
from teams.models import Person
from teams.views.base import PageRequest, carried_out, done, given, moment
from teams.views.undo import Undo, values_of


@login_required
@asked_or_answered
def commitment_add(request: PageRequest, number: int) -> HttpResponse:
    agreement = editable_draft(request, number)
    form, waits = _forms(request, agreement)
    if waits.is_valid() and carried_out(form, lambda: _add(request, agreement, form, waits)) is not None:
        return _back(request, number, "Commitment added.")
    commitments = agreement.commitments.select_related("team", "for_team", "owner", "accepted_by").order_by("number")
    return show_step(request, "commitments", agreement, form, waits=waits, commitments=commitments)


@login_required
@asked_or_answered
def commitment_edit(request: PageRequest, number: int, k: int) -> HttpResponse:
    commitment = _commitment(request, number, k)
    form, waits = _forms(request, commitment.agreement, commitment)
    if waits.is_valid() and carried_out(form, lambda: _edit(request, commitment, form, waits)) is not None:
        return _back(request, number, form.said("Saved."))
    return show_step(request, "commitment", commitment.agreement, form, waits=waits, commitment=commitment)


@login_required
@require_POST
def commitment_remove(request: PageRequest, number: int, k: int) -> HttpResponse:
    commitment = _commitment(request, number, k)
    at, _ = moment(request)
    shown = _filled(None, request.user, commitment.agreement, commitment)
    undo = Undo(reverse("commitment_add", args=[number]), values_of(*shown))
    remove_commitment(actor=request.user, at=at, commitment=commitment)
    return _back(request, number, f"“{commitment.deliverable}” is removed.", undo=undo)


def _forms(
    request: PageRequest, agreement: Agreement, commitment: Commitment | None = None
) -> tuple[CommitmentForm, BaseWaitFormSet]:
    return _filled(given(request), request.user, agreement, commitment)


def _filled(
    sent: QueryDict | None, viewer: Person, agreement: Agreement, commitment: Commitment | None
) -> tuple[CommitmentForm, BaseWaitFormSet]:
    """The forms with what was ``sent``, else with what is there."""
    upstream = upstream_for(agreement, viewer=viewer, commitment=commitment)
    form = CommitmentForm(sent, agreement=agreement, commitment=commitment)
    waits = WaitFormSet(sent, prefix="wait", initial=initial_waits(commitment), form_kwargs={"upstream": upstream})
    return form, waits


def _add(request: PageRequest, agreement: Agreement, form: CommitmentForm, waits: BaseWaitFormSet) -> Commitment:
    at, _ = moment(request)
    return add_commitment(actor=request.user, at=at, agreement=agreement, draft=form.draft(waits.drafts()))


def _edit(request: PageRequest, commitment: Commitment, form: CommitmentForm, waits: BaseWaitFormSet) -> Commitment:
    at, _ = moment(request)
    return edit_commitment(actor=request.user, at=at, commitment=commitment, draft=form.draft(waits.drafts()))


def _commitment(request: PageRequest, number: int, k: int) -> Commitment:
    commitments = Commitment.objects.select_related("agreement", "team", "for_team", "owner", "accepted_by")
    return get_object_or_404(commitments, agreement=editable_draft(request, number), number=k)


def _back(request: PageRequest, number: int, said: str, undo: Undo | None = None) -> HttpResponse:
    return done(request, to=reverse("commitment_add", args=[number]), said=said, undo=undo)
