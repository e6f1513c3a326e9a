"""Who takes turns at moderating the syncs of an agreement."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.forms.syncs import RotaForm
from agreements.models import Turn
from agreements.operations.rotas import set_rota
from agreements.permissions import may_edit_terms, may_hold_sync
from agreements.reports.coming import coming_syncs
from agreements.reports.facilitators import facilitators_of
from agreements.views.base import readable_agreement
from teams.views.base import PageRequest, carried_out, done, given, moment

SHOWN = 6  # syncs to come


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rota(request: PageRequest, number: int) -> HttpResponse:
    agreement = readable_agreement(request, number)
    if not (may_hold_sync(request.user, agreement) or may_edit_terms(request.user, agreement)):
        raise PermissionDenied("Only members of a party and the facilitator say whose turn it is.")
    at, _ = moment(request)
    turns = [turn.person for turn in Turn.objects.filter(cadence__agreement=agreement).order_by("position")]
    form = RotaForm(given(request), agreement=agreement, turns=turns)
    if (
        carried_out(form, lambda: set_rota(actor=request.user, at=at, agreement=agreement, people=form.people()))
        is not None
    ):
        return done(request, to=reverse("rota", args=[agreement.slug]), said="Saved. It goes round from here on.")
    syncs = list(coming_syncs(at=at).filter(agreement=agreement)[:SHOWN])
    who = facilitators_of(syncs)
    context = {
        "agreement": agreement,
        "form": form,
        "has_cadence": hasattr(agreement, "cadence"),
        "coming": [(sync, who[sync.pk]) for sync in syncs],
    }
    return render(request, "agreements/sync/rota.html", context, status=422 if form.errors else 200)
