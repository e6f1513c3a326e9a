"""Writing the terms, first step: a new draft, and what it says about itself."""

from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.forms.agreements import AgreementForm, initial_in, initial_of
from agreements.forms.parties import BasePartyFormSet, PartyFormSet, first_party
from agreements.models import Agreement, Event
from agreements.operations.agreements import draft_agreement, edit_agreement
from agreements.operations.locks import require_draft
from agreements.permissions import may_edit_terms
from agreements.reports.draft import draft_steps
from agreements.views.base import readable_agreement
from agreements.views.unsent import recalled
from teams.domain.errors import ForbiddenError
from teams.forms.merging import Merging
from teams.views.base import PageRequest, carried_out, done, given, moment

asked_or_answered = require_http_methods(["GET", "HEAD", "POST"])


def editable_draft(request: PageRequest, number: int) -> Agreement:
    """Return the draft of that number; 404 for who may not see it, a sentence for who may not change it."""
    agreement = readable_agreement(request, number)
    if not may_edit_terms(request.user, agreement):
        raise ForbiddenError("Only members of a party, and whoever began it, can change a draft.")
    require_draft(agreement)
    return agreement


def show_step(request: PageRequest, step: str, agreement: Agreement, form: BaseForm, **more: object) -> HttpResponse:
    """Draw one step of a draft, as 422 when its form was not taken."""
    context = {"agreement": agreement, "step": step, "steps": draft_steps(agreement), "form": form, **more}
    if not isinstance(form, Merging):
        return render(request, f"agreements/terms/{step}.html", context, status=422 if form.errors else 200)
    context["unsent"] = recalled(request, form, at=request.path)
    if form.conflicts:
        context["writer"] = Event.objects.select_related("actor").filter(agreement=agreement).latest("number")
    return render(request, f"agreements/terms/{step}.html", context, status=form.status)


@login_required
@asked_or_answered
def agreement_new(request: PageRequest) -> HttpResponse:
    """Begin a draft with its first parties, and go on with its commitments."""
    form = AgreementForm(given(request), initial=initial_in(request.user.time_zone))
    parties = PartyFormSet(given(request), prefix="party", initial=first_party(request.user))
    if parties.is_valid() and (begun := carried_out(form, lambda: _begin(request, form, parties))):
        return done(request, to=reverse("commitment_add", args=[begun.slug]), said=f"{begun.label} is begun.")
    all_forms = [form, *parties.forms]
    wrong = any(each.errors for each in all_forms)
    context = {"form": form, "parties": parties, "all_forms": all_forms, "wrong": wrong}
    context["unsent"] = recalled(request, form, at=request.path)
    return render(request, "agreements/terms/new.html", context, status=422 if wrong else 200)


def _begin(request: PageRequest, form: AgreementForm, parties: BasePartyFormSet) -> Agreement:
    at, _ = moment(request)
    return draft_agreement(actor=request.user, at=at, draft=form.draft(), parties=parties.drafts())


@login_required
@asked_or_answered
def agreement_edit(request: PageRequest, number: int) -> HttpResponse:
    agreement = editable_draft(request, number)
    at, _ = moment(request)
    form = AgreementForm(given(request), initial=initial_of(agreement))
    if carried_out(form, lambda: edit_agreement(actor=request.user, at=at, agreement=agreement, draft=form.draft())):
        return done(request, to=reverse("party_add", args=[number]), said=form.said("Saved."))
    return show_step(request, "basics", agreement, form)
