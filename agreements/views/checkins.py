"""Checking in on a commitment."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.checkins import CheckInForm
from agreements.operations.checkins import check_in, undo_check_in
from agreements.reports.commitment import commitment_acts
from agreements.views.base import readable_commitment
from agreements.views.unsent import recalled
from teams.domain.errors import InvalidValueError
from teams.views.base import PageRequest, done, moment, put_errors
from teams.views.undo import Undo


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_check_in(request: PageRequest, number: int, k: int) -> HttpResponse:
    """GET asks, POST answers."""
    commitment = readable_commitment(request, number, k)
    form = CheckInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            given = check_in(actor=request.user, at=moment(request)[0], commitment=commitment, answer=form.draft())
        except InvalidValueError as error:
            put_errors(form, error)
        else:
            there = reverse("commitment", args=[commitment.agreement.slug, k])
            later = given.expected_on and commitment.due_on and given.expected_on > commitment.due_on
            said = "Checked in. The others can now plan with that date." if later else "Checked in. Thank you."
            undo = Undo(reverse("check_in_undo", args=[commitment.agreement.slug, k, given.pk]))
            return done(request, to=there, said=said, undo=undo)
    context = {
        "form": form,
        "commitment": commitment,
        "agreement": commitment.agreement,
        "acts": commitment_acts(commitment, viewer=request.user),
        "unsent": recalled(request, form, at=request.path),
    }
    return render(request, "agreements/check_in.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def check_in_undo(request: PageRequest, number: int, k: int, pk: int) -> HttpResponse:
    """Take an answer back, within two minutes of giving it."""
    commitment = readable_commitment(request, number, k)
    given = get_object_or_404(commitment.check_ins.select_related("commitment", "person"), pk=pk)
    former = undo_check_in(actor=request.user, at=moment(request)[0], check_in=given)
    said = "Taken back. Your answer before it counts again." if former else "Taken back. You can answer again."
    return done(request, to=reverse("commitment", args=[commitment.agreement.slug, k]), said=said)
