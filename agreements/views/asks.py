"""Asking the owner of a commitment how it stands."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.forms.asks import AskForm
from agreements.operations.asks import ask
from agreements.reports.asks import ONE_A_DAY, ask_offer
from agreements.views.base import readable_commitment
from agreements.views.bringing import way_back
from teams.views.base import PageRequest, carried_out, done, given, moment


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_ask(request: PageRequest, number: int, k: int) -> HttpResponse:
    """The page that a mail leads to; other pages post to it and go back to where they are."""
    found, (at, _) = readable_commitment(request, number, k), moment(request)
    form = AskForm(given(request))
    asked = carried_out(form, lambda: ask(actor=request.user, at=at, commitment=found, **form.cleaned_data))
    page = reverse("commitment", args=[found.agreement.slug, found.number])
    if asked:
        assert found.owner is not None  # else nobody could have been asked
        said = f"Asked {found.owner.get_short_name()}. {ONE_A_DAY}"
        return done(request, to=way_back(request) or page, said=said)
    offer = ask_offer(found, viewer=request.user, at=at)
    context = {"commitment": found, "agreement": found.agreement, "form": form, "offer": offer, "page": page}
    return render(request, "agreements/ask.html", context, status=422 if form.errors else 200)
