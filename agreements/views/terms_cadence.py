"""Writing the terms: how often the parties meet."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.forms.cadences import CadenceForm, initial_of, usual_rhythm
from agreements.models import Cadence
from agreements.operations.cadences import remove_cadence, set_cadence
from agreements.reports.draft import cadence_in_words
from agreements.views.terms import asked_or_answered, editable_draft, show_step
from teams.models import Organisation
from teams.views.base import PageRequest, carried_out, done, given, moment
from teams.views.undo import Undo, values_of


@login_required
@asked_or_answered
def cadence_edit(request: PageRequest, number: int) -> HttpResponse:
    agreement = editable_draft(request, number)
    at, today = moment(request)
    said = cadence_in_words(agreement)
    usual = usual_rhythm(Organisation.objects.get()) | {"time_zone": agreement.time_zone}
    usual["starts_on"] = agreement.starts_on or today
    form = CadenceForm(given(request), initial=initial_of(said.cadence) if said else usual)
    if carried_out(form, lambda: set_cadence(actor=request.user, at=at, agreement=agreement, draft=form.draft())):
        return _back(request, number, "Saved.")
    return show_step(request, "cadence", agreement, form, said=said)


@login_required
@require_POST
def cadence_remove(request: PageRequest, number: int) -> HttpResponse:
    agreement = editable_draft(request, number)
    at, _ = moment(request)
    form = CadenceForm(None, initial=initial_of(Cadence.objects.filter(agreement=agreement).first()))
    undo = Undo(reverse("cadence_edit", args=[number]), values_of(form))
    remove_cadence(actor=request.user, at=at, agreement=agreement)
    return _back(request, number, "There is no cadence any more.", undo=undo)


def _back(request: PageRequest, number: int, said: str, undo: Undo | None = None) -> HttpResponse:
    return done(request, to=reverse("cadence_edit", args=[number]), said=said, undo=undo)
