"""The check page of a signature: the terms as one readable document, signed by their hash."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.domain.agreements import AgreementState
from agreements.domain.differences import Difference
from agreements.models import Agreement
from agreements.operations.signatures import DifferencesOpenError, StaleTermsError, sign
from agreements.reports.signing import signing_page
from agreements.views.base import readable_agreement
from agreements.views.readbacks import reading_back
from teams.views.base import PageRequest, done, moment


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_signature(request: PageRequest, number: int) -> HttpResponse:
    """GET shows the terms, POST signs the ones that were shown; others meanwhile: 409 with what changed."""
    found = readable_agreement(request, number)
    if request.method != "POST":
        return _show(request, found)
    try:
        sign(actor=request.user, at=moment(request)[0], agreement=found, terms_hash=request.POST.get("terms_hash", ""))
    except StaleTermsError as error:
        return _show(request, found, is_stale=True, changes=error.changes)
    except DifferencesOpenError as error:
        messages.warning(request, error.message)
        return _show(request, found, status=409)
    found.refresh_from_db(fields=["state"])
    is_last = found.state == AgreementState.ACTIVE
    said = "Signed by everybody: in force from now on." if is_last else "Signed. The others have still to sign."
    return done(request, to=reverse("agreement", args=[found.slug]), said=said)


def _show(
    request: PageRequest,
    found: Agreement,
    *,
    is_stale: bool = False,
    changes: Sequence[Difference] = (),
    status: int = 200,
) -> HttpResponse:
    page = signing_page(agreement=found, viewer=request.user)
    if page is None:
        return redirect(reverse("agreement", args=[found.slug]))
    context = {"page": page, "agreement": found, "is_stale": is_stale, "changes": changes}
    context |= reading_back(request, found)
    return render(request, "agreements/signature.html", context, status=409 if is_stale else status)
