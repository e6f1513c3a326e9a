"""Decisions that the parties ask for: begun, read, asked, decided and given up; the queue, and what was decided."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.domain.escalations import EscalationState
from agreements.forms.escalations import PacketForm, RulingForm, StatementForm, TopicForm
from agreements.models import Agreement, Concern, Escalation
from agreements.operations.escalations import (
    PacketIncompleteError,
    ask_for_decision,
    open_escalation,
    rule,
    withdraw_escalation,
)
from agreements.permissions import may_prepare_packet
from agreements.reports.concerns import UNDER_WAY
from agreements.reports.escalations import FIRST, last_writer, packet_page, packets_of, preparing, queue
from agreements.reports.precedents import search_in
from agreements.views.base import readable_agreement
from agreements.views.subjects import subject_named_in
from agreements.views.unsent import Unsent, recalled
from teams.views.base import PageRequest, carried_out, done, given, moment

PAGE = 20


@login_required
@require_safe
def escalations(request: PageRequest) -> HttpResponse:
    """What waits for a decision, the soonest needed first; then what was decided, by ?q= if it names words."""
    at, _ = moment(request)
    words, waiting = request.GET.get("q", "").strip()[:200], queue(request.user, at=at)
    ruled = packets_of(request.user).filter(state=EscalationState.RULED)
    rows = search_in(ruled, words) if words else ruled.order_by("-closed_at")
    context = {
        "waiting": len(waiting),
        "first": waiting[:FIRST],
        "rest": waiting[FIRST:],
        "preparing": preparing(request.user),
        "ruled": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "q": words,
    }
    return render(request, "agreements/escalations/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def escalation_new(request: PageRequest, number: int) -> HttpResponse:
    """About ?concern=2, ?commitment=4 or a topic of its own; where it was begun already, straight to that packet."""
    found, (at, _) = readable_agreement(request, number), moment(request)
    if not may_prepare_packet(request.user, found) or found.state not in UNDER_WAY:
        raise PermissionDenied("Members of a party ask for a decision, while the agreement is under way.")
    concern = _concern_named_in(request, found)
    subject = {} if concern else subject_named_in(request, found).draft
    about: dict[str, Any] = (
        {"concern": concern} if concern else {name: subject[name] for name in ("commitment",) if name in subject}
    )
    if begun := _begun(found, about):
        return redirect("escalation", begun.pk)
    form = TopicForm(given(request), initial={"topic": str(concern or subject.get("commitment", ""))[:120]})
    opened = carried_out(
        form, lambda: open_escalation(actor=request.user, at=at, agreement=found, **form.cleaned_data, **about)
    )
    if opened:
        return done(request, to=reverse("escalation", args=[opened.pk]), said="Begun. Both sides can write it now.")
    context = {"agreement": found, "form": form, "concern": concern, "commitment": subject.get("commitment")}
    return render(request, "agreements/escalations/new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def escalation(request: PageRequest, pk: int) -> HttpResponse:
    return show_packet(request, readable_packet(request, pk))


@login_required
@require_POST
def escalation_request(request: PageRequest, pk: int) -> HttpResponse:
    found = readable_packet(request, pk)
    try:
        ask_for_decision(actor=request.user, at=moment(request)[0], escalation=found)
    except PacketIncompleteError as error:
        return show_packet(request, found, lacks=error, status=409)
    return done(request, to=reverse("escalation", args=[pk]), said="Asked. Executives hear of it in the morning.")


@login_required
@require_POST
def escalation_ruling(request: PageRequest, pk: int) -> HttpResponse:
    found = readable_packet(request, pk)
    form = RulingForm(request.POST, escalation=found)
    decided = carried_out(
        form, lambda: rule(actor=request.user, at=moment(request)[0], escalation=found, **form.cleaned_data)
    )
    if decided:
        return done(request, to=reverse("escalation", args=[pk]), said="Decided. Both sides hear of it at once.")
    return show_packet(request, found, ruling=form, status=422)


@login_required
@require_POST
def escalation_withdrawal(request: PageRequest, pk: int) -> HttpResponse:
    withdraw_escalation(actor=request.user, at=moment(request)[0], escalation=readable_packet(request, pk))
    return done(request, to=reverse("escalation", args=[pk]), said="Set aside. Nothing is asked any more.")


def readable_packet(request: PageRequest, pk: int) -> Escalation:
    seen = Escalation.objects.visible_to(request.user)
    related = ("agreement", "concern", "commitment", "opened_by", "asked_by", "ruled_by")
    return get_object_or_404(seen.select_related(*related), pk=pk)


def show_packet(request: PageRequest, found: Escalation, *, status: int = 200, **more: object) -> HttpResponse:
    """The page of ``found``; ``more`` holds the form that was not taken, or what it lacks to be asked."""
    page = packet_page(found, viewer=request.user, at=moment(request)[0])
    context: dict[str, Any] = {
        "escalation": found,
        "agreement": found.agreement,
        "page": page,
        "packet": PacketForm(initial=packet_values(found)),
        "statements": [(side, StatementForm(initial=_said(side.statement, found))) for side in page.to_state],
        "ruling": RulingForm(escalation=found),
        "writer": last_writer(found),
        **more,
    }
    own = [form for _, form in context["statements"]]
    context |= _drafts(request, found, packet=context["packet"], ruling=context["ruling"])
    context |= _drafts(request, found, statement=own[0]) if len(own) == 1 else {}
    return render(request, "agreements/escalations/page.html", context, status=status)


def _drafts(request: PageRequest, found: Escalation, **forms: Form) -> dict[str, Unsent]:
    """Put the reader's drafts into the ``forms`` of the page; where each keeps its own, for its template."""
    return {
        f"unsent_{name}": recalled(request, form, at=reverse(f"escalation_{name}", args=[found.pk]))
        for name, form in forms.items()
    }


def packet_values(found: Escalation) -> dict[str, object]:
    return {
        "topic": found.topic,
        "question": found.question,
        "options": tuple(found.options),
        "decide_by": found.decide_by,
        "rev": found.revision,
    }


def _said(statement: object, found: Escalation) -> dict[str, object]:
    said = {name: getattr(statement, name, "") for name in ("reason", "hard_limits")}
    return said | {"rev": found.revision}


def _concern_named_in(request: PageRequest, agreement: Agreement) -> Concern | None:
    named = request.GET.get("concern", "")
    if not named:
        return None
    number = int(named) if named.isdecimal() and len(named) < 10 else 0
    seen = Concern.objects.visible_to(request.user).select_related("commitment", "raised_by")
    return get_object_or_404(seen, agreement=agreement, number=number)


def _begun(agreement: Agreement, about: Mapping[str, Any]) -> Escalation | None:
    return agreement.escalations.open().filter(**about).order_by("pk").first() if about else None
