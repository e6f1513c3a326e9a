"""A promise changes hands: asked, taken, agreed to, declined, withdrawn; and who signs for a party from now on."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from agreements.domain.handovers import HandoverRole, HandoverState
from agreements.forms.handovers import HandoverDeclineForm, HandoverForm, RepresentativeForm
from agreements.models import Commitment, Handover, Party
from agreements.operations.handovers import accept_handover, decline_handover, hand_over, withdraw_handover
from agreements.operations.parties import replace_representative
from agreements.permissions import may_replace_representative
from agreements.reports.handovers import roles_to_hand_over
from agreements.views.base import readable_agreement, readable_commitment
from teams.views.base import PageRequest, carried_out, done, given, moment


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover_new(request: PageRequest, number: int, k: int) -> HttpResponse:
    """Which of its two people changes is named by the address: ?role=receiver, else the owner."""
    found, (at, _) = readable_commitment(request, number, k), moment(request)
    roles = roles_to_hand_over(found, viewer=request.user)
    if not roles:
        raise PermissionDenied("Whoever has it and those who sign for or lead their team hand a promise over.")
    role = next((one for one in roles if one == request.GET.get("role")), roles[0])
    form = HandoverForm(given(request), commitment=found, role=role)
    asked = carried_out(
        form, lambda: hand_over(actor=request.user, at=at, commitment=found, role=role, **form.cleaned_data)
    )
    if asked:
        return done(request, to=_page_of(found), said=_said(asked))
    context = {"form": form, "role": role, "roles": roles, "commitment": found, "agreement": found.agreement}
    return render(request, "agreements/handover.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def handover_acceptance(request: PageRequest, number: int, k: int, pk: int) -> HttpResponse:
    handover = _handover(request, number, k, pk)
    accepted = accept_handover(actor=request.user, at=moment(request)[0], handover=handover)
    return done(request, to=_page_of(handover.commitment), said=_said(accepted))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover_decline(request: PageRequest, number: int, k: int, pk: int) -> HttpResponse:
    handover, (at, _) = _handover(request, number, k, pk), moment(request)
    form = HandoverDeclineForm(given(request))
    reason = form["reason"].value() or ""
    if carried_out(form, lambda: decline_handover(actor=request.user, at=at, handover=handover, reason=reason)):
        return done(request, to=_page_of(handover.commitment), said=f"Not agreed. {handover.from_person} keeps it.")
    commitment = handover.commitment
    context = {"form": form, "handover": handover, "commitment": commitment, "agreement": commitment.agreement}
    return render(request, "agreements/handover_decline.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def handover_withdrawal(request: PageRequest, number: int, k: int, pk: int) -> HttpResponse:
    handover = _handover(request, number, k, pk)
    withdraw_handover(actor=request.user, at=moment(request)[0], handover=handover)
    return done(request, to=_page_of(handover.commitment), said=f"Withdrawn. {handover.to_person} is asked no more.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def party_representative(request: PageRequest, number: int, pk: int) -> HttpResponse:
    agreement = readable_agreement(request, number)
    party = get_object_or_404(agreement.parties.select_related("agreement", "team", "representative"), pk=pk)
    if not may_replace_representative(request.user, party):
        raise PermissionDenied("A lead of the team or an administrator says who signs for it.")
    form = RepresentativeForm(given(request), party=party)
    if named := carried_out(form, lambda: _name(request, party, form)):
        said = f"{named.representative} signs for {party.team} from now on."
        return done(request, to=reverse("agreement", args=[agreement.slug]), said=said)
    context = {"form": form, "party": party, "agreement": agreement}
    return render(request, "agreements/representative.html", context, status=422 if form.errors else 200)


def _name(request: PageRequest, party: Party, form: RepresentativeForm) -> Party:
    person = form.cleaned_data["representative"]
    return replace_representative(actor=request.user, at=moment(request)[0], party=party, person=person)


def _handover(request: PageRequest, number: int, k: int, pk: int) -> Handover:
    commitment = readable_commitment(request, number, k)
    rows = Handover.objects.select_related("commitment__agreement", "from_person", "to_person", "asked_by")
    return get_object_or_404(rows, commitment=commitment, pk=pk)


def _said(handover: Handover) -> str:
    """What the press of a button came to."""
    if handover.state == HandoverState.DONE:
        does = "owns it" if handover.role == HandoverRole.OWNER else "confirms it"
        return f"Handed over: {handover.to_person} {does} from now on."
    waiting = "whoever is at the other end" if handover.accepted_at is None else ""
    asked = " and ".join(filter(None, ["" if handover.taken_at else str(handover.to_person), waiting]))
    return f"Waits for {asked}."


def _page_of(commitment: Commitment) -> str:
    return reverse("commitment", args=[commitment.agreement.slug, commitment.number])
