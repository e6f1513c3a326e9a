"""How an agreement closes: completed, ended early, or set aside before it was ever in force.

Each is a ceremony: a page that says what follows, and one named button.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.forms.closing import EndForm
from agreements.models import Agreement
from agreements.operations.agreements import complete_agreement, end_agreement, withdraw_agreement
from agreements.reports.closing import closing
from agreements.views.base import readable_agreement
from agreements.views.unsent import recalled
from teams.domain.errors import InvalidValueError
from teams.views.base import PageRequest, done, moment, put_errors


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_completion(request: PageRequest, number: int) -> HttpResponse:
    found = readable_agreement(request, number)
    if request.method == "POST":
        complete_agreement(actor=request.user, at=moment(request)[0], agreement=found)
        return done(request, to=_page_of(found), said="Closed as kept.")
    context = {"agreement": found, "closing": closing(agreement=found, viewer=request.user)}
    return render(request, "agreements/completion.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_end(request: PageRequest, number: int) -> HttpResponse:
    found = readable_agreement(request, number)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            end_agreement(actor=request.user, at=moment(request)[0], agreement=found, reason=reason)
        except InvalidValueError as error:
            put_errors(form, error)
        else:
            return done(request, to=_page_of(found), said="Closed early. The others can read why.")
    context: dict[str, object] = {
        "agreement": found,
        "form": form,
        "closing": closing(agreement=found, viewer=request.user),
    }
    context["unsent"] = recalled(request, form, at=request.path)
    return render(request, "agreements/end.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_withdrawal(request: PageRequest, number: int) -> HttpResponse:
    found = readable_agreement(request, number)
    if request.method == "POST":
        withdraw_agreement(actor=request.user, at=moment(request)[0], agreement=found)
        return done(request, to=_page_of(found), said="Set aside. It stays readable.")
    context = {"agreement": found, "closing": closing(agreement=found, viewer=request.user)}
    return render(request, "agreements/withdrawal.html", context)


def _page_of(found: Agreement) -> str:
    return reverse("agreement", args=[found.slug])
