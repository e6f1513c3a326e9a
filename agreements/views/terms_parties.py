"""Writing the terms: who is part of it and who signs for them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.forms.parties import PartyEditForm, PartyForm, teams_outside
from agreements.models import Party
from agreements.operations.parties import add_party, edit_party, remove_party
from agreements.views.terms import asked_or_answered, editable_draft, show_step
from teams.views.base import PageRequest, carried_out, done, given, moment
from teams.views.undo import Undo, values_of


@login_required
@asked_or_answered
def party_add(request: PageRequest, number: int) -> HttpResponse:
    agreement = editable_draft(request, number)
    at, _ = moment(request)
    form = PartyForm(given(request), teams=teams_outside(agreement))
    if carried_out(form, lambda: add_party(actor=request.user, at=at, agreement=agreement, draft=form.draft())):
        return _back(request, number, f"{form.cleaned_data['team']} is a party now.")
    parties = agreement.parties.select_related("team", "representative").order_by("pk")
    return show_step(request, "parties", agreement, form, parties=parties)


@login_required
@asked_or_answered
def party_edit(request: PageRequest, number: int, pk: int) -> HttpResponse:
    party = _party(request, number, pk)
    at, _ = moment(request)
    form = PartyEditForm(given(request), party=party)
    if carried_out(form, lambda: edit_party(actor=request.user, at=at, party=party, draft=form.draft())):
        return _back(request, number, "Saved.")
    return show_step(request, "party", party.agreement, form, party=party)


@login_required
@require_POST
def party_remove(request: PageRequest, number: int, pk: int) -> HttpResponse:
    party = _party(request, number, pk)
    at, _ = moment(request)
    undo = Undo(reverse("party_add", args=[number]), values_of(PartyEditForm(None, party=party)))
    remove_party(actor=request.user, at=at, party=party)
    return _back(request, number, f"{party.team} is no longer a party.", undo=undo)


def _party(request: PageRequest, number: int, pk: int) -> Party:
    parties = Party.objects.select_related("agreement", "team", "representative")
    return get_object_or_404(parties, agreement=editable_draft(request, number), pk=pk)


def _back(request: PageRequest, number: int, said: str, undo: Undo | None = None) -> HttpResponse:
    return done(request, to=reverse("party_add", args=[number]), said=said, undo=undo)
