"""Asking for a change of an agreement in force: the form, and what it would move before anything is sent."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from agreements.domain.amendments import Answer
from agreements.forms.amendments import AmendmentSheet
from agreements.forms.desks import Desk, desk_for
from agreements.models import Agreement, Alternative, Amendment, Commitment
from agreements.operations.amendments import answer, ask_for_change
from agreements.operations.amendments.drafts import AnswerDraft
from agreements.permissions import may_ask_for_change
from agreements.reports.arguments import topics_between
from agreements.reports.forecast import forecasts
from agreements.views.amendments import readable_amendment
from agreements.views.base import readable_agreement
from agreements.views.bringing import way_back
from agreements.views.unsent import as_sent, unsent_at
from teams.domain.errors import RefusalError
from teams.views.base import PageRequest, done, moment, status_of

FORM = "agreements/amendments/new.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amendment_new(request: PageRequest, number: int) -> HttpResponse:
    """GET begins with what is in force; each button but the last gives the form back with more or less in it."""
    agreement = _changeable(request, number)
    desk = desk_for(agreement, viewer=request.user)
    if request.method != "POST":
        _, draft = unsent_at(request, request.path)
        return _show(request, agreement, desk.written(as_sent(draft)) if draft else _blank(request, desk))
    sheet = desk.written(request.POST)
    return _judged(request, agreement, sheet, lambda: _ask(request, agreement, sheet))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amendment_counter(request: PageRequest, number: int, n: int) -> HttpResponse:
    """Another option in a change that is open, beginning with one that is there."""
    found = readable_amendment(request, number, n)
    alternative = _answered(request, found)
    desk = desk_for(found.agreement, viewer=request.user)
    if request.method != "POST":
        _, draft = unsent_at(request, request.path)
        like = desk.written(as_sent(draft), is_counter=True) if draft else desk.like(alternative)
        return _show(request, found.agreement, like, alternative=alternative, is_seen=desk.is_seen)
    sheet = desk.written(request.POST, is_counter=True)

    def counter() -> HttpResponse:
        draft = AnswerDraft(answer=Answer.COUNTER, counter=sheet.options[0].draft())
        answer(actor=request.user, at=moment(request)[0], alternative=alternative, draft=draft)
        there = reverse("amendment", args=[found.agreement.number, found.number])
        return done(request, to=there, said="Suggested. Everybody it affects has been asked.")

    return _judged(request, found.agreement, sheet, counter, alternative=alternative, is_seen=desk.is_seen)


@login_required
@require_POST
def amendment_ripple(request: PageRequest, number: int) -> HttpResponse:
    """What one option of the form would do, as far as it is filled in. Writes nothing."""
    seen, asked = Agreement.objects.visible_to(request.user), Amendment.objects.visible_to(request.user)
    around = Agreement.objects.filter(Q(pk__in=seen) | Q(pk__in=asked.values("agreement")))
    agreement = get_object_or_404(around, number=number)
    sheet = desk_for(agreement, viewer=request.user).written(request.POST)
    wanted = request.GET.get("option", "")
    option = next((option for option in sheet.options if option.key == wanted), sheet.options[0])
    (found,) = forecasts([option.asked], agreement=agreement, viewer=request.user, at=moment(request)[0])
    context = {"agreement": agreement, "forecast": found, "letter": option.letter}
    return render(request, "agreements/amendments/forecast.html", context)


def _answered(request: PageRequest, found: Amendment) -> Alternative:
    """The option that a counter answers: the one the address names, else the first that asks the reader."""
    asked = list(Alternative.objects.filter(amendment=found, consents__person=request.user).order_by("position"))
    named = [option for option in asked if str(option.position) == request.GET.get("option", "")]
    if not asked:
        raise PermissionDenied("Only those whom a change affects can suggest another way.")
    return [*named, *asked][0]


def _judged(
    request: PageRequest, agreement: Agreement, sheet: AmendmentSheet, act: Callable[[], HttpResponse], **more: Any
) -> HttpResponse:
    """Act when the form is sent and in order; else give it back, with what a rule says of it."""
    if request.POST.get("do") != "send":
        return _show(request, agreement, sheet, **more)
    if not sheet.is_valid():
        return _show(request, agreement, sheet, status=422, **more)
    try:
        return act()
    except RefusalError as error:
        sheet.put_errors(error)
        return _show(request, agreement, sheet, status=status_of(error), **more)


def _changeable(request: PageRequest, number: int) -> Agreement:
    agreement = readable_agreement(request, number)
    if not may_ask_for_change(request.user, agreement):
        raise PermissionDenied("Only members of a party, and who owns or accepts something in it, ask for a change.")
    return agreement


def _blank(request: PageRequest, desk: Desk) -> AmendmentSheet:
    """A sheet about the commitment that the address names, if it names one that can change."""
    wanted = request.GET.get("commitment", "")
    numbers = {
        str(subject.commitment.number): subject.commitment
        for subject in desk.subjects.values()
        if subject.commitment and subject.commitment.agreement_id == desk.agreement.pk
    }
    commitment: Commitment | None = numbers.get(wanted)
    _, today = moment(request)
    initial: dict[str, Any] = {"answer_by": today + timedelta(days=desk.agreement.answer_within_days)}
    initial["reason"] = request.GET.get("reason", "")
    return desk.blank(
        initial=initial, commitment=commitment, due_on=_day(request.GET.get("due", "")) or _expected(commitment)
    )


def _expected(commitment: Commitment | None) -> date | None:
    return commitment.expected_on if commitment else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _ask(request: PageRequest, agreement: Agreement, sheet: AmendmentSheet) -> HttpResponse:
    asked = ask_for_change(actor=request.user, at=moment(request)[0], agreement=agreement, draft=sheet.draft())
    there = reverse("amendment", args=[agreement.slug, asked.number])
    return done(request, to=way_back(request) or there, said="Proposed. Everybody it affects has been asked.")


def _show(
    request: PageRequest, agreement: Agreement, sheet: AmendmentSheet, *, status: int = 200, **more: Any
) -> HttpResponse:
    found = forecasts(
        [option.asked for option in sheet.options], agreement=agreement, viewer=request.user, at=moment(request)[0]
    )
    options = list(zip(sheet.options, found, strict=True))
    context = {"agreement": agreement, "sheet": sheet, "options": options, "here": request.get_full_path()}
    topics = topics_between(agreement, viewer=request.user) if sheet.form else ()
    context |= {"is_seen": True, "topics": topics, "unsent": unsent_at(request, request.path)[0], **more}
    return render(request, f"{FORM}#sheet" if request.htmx else FORM, context, status=status)
