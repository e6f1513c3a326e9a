"""Proposing the terms of a draft, giving more time to answer, and taking the proposal back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.forms.readbacks import ExtensionForm, ProposalForm
from agreements.operations.proposals import extend_answers, propose, take_back
from agreements.views.base import readable_agreement
from teams.domain.errors import InvalidValueError
from teams.views.base import PageRequest, done, moment


@login_required
@require_POST
def agreement_proposal(request: PageRequest, number: int) -> HttpResponse:
    """Propose; advice that is passed over may come with a reason."""
    found = readable_agreement(request, number)
    form = ProposalForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    propose(actor=request.user, at=moment(request)[0], agreement=found, reason=reason)
    here = reverse("agreement", args=[found.slug])
    return done(request, to=here, said="Proposed. Everybody is asked to say back what they heard.")


@login_required
@require_POST
def agreement_extension(request: PageRequest, number: int) -> HttpResponse:
    """Give more time to answer."""
    found = readable_agreement(request, number)
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        raise InvalidValueError("Choose the date by which everybody answers.")
    answer_by = form.cleaned_data["answer_by"]
    extend_answers(actor=request.user, at=moment(request)[0], agreement=found, answer_by=answer_by)
    said = f"Everybody has until {answer_by:%-d %B} to answer."
    return done(request, to=reverse("readback_board", args=[found.slug]), said=said)


@login_required
@require_POST
def agreement_take_back(request: PageRequest, number: int) -> HttpResponse:
    """Make it a draft again; with ``line``, on to the commitment that is to change."""
    found = readable_agreement(request, number)
    take_back(actor=request.user, at=moment(request)[0], agreement=found)
    line = request.POST.get("line", "")
    is_there = line.isdecimal() and found.commitments.filter(number=line).exists()
    to = reverse("commitment_edit", args=[found.slug, line]) if is_there else reverse("agreement", args=[found.slug])
    return done(request, to=to, said="It is a draft again.")
