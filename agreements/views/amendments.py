"""The page of a change, and what people say to it: each answer comes back to the page, in place where scripts run."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.domain.amendments import AmendmentState, Answer
from agreements.forms.amendments import ReopeningForm
from agreements.models import Alternative, Amendment
from agreements.operations.amendments import (
    AnswerDraft,
    StaleAlternativeError,
    answer,
    reopen_amendment,
    resolve_conflicts,
    withdraw_amendment,
)
from agreements.operations.amendments.conflicts import Keep
from agreements.permissions import may_decide_on_change
from agreements.reports.amendments import amendment_page
from agreements.reports.conflicts import conflicts_of, what_changed
from agreements.views.bringing import bringing
from teams.domain.errors import ForbiddenError, InvalidValueError, RefusalError
from teams.views.base import PageRequest, done, moment, status_of

PAGE = "agreements/amendments/page.html"
SAID = {
    AmendmentState.AGREED: "Everybody has accepted: it is in force from now on.",
    AmendmentState.DECLINED: "Recorded as not agreed. The terms stay as they are.",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that was not taken: to which option, why, and what differs from what was read."""

    alternative: Alternative
    sentence: str
    fields: Collection[str] = ()
    changes: tuple[str, ...] = ()

    @property
    def is_above(self) -> bool:
        """A missing reason is said at its field, everything else on top of the page."""
        return "reason" not in self.fields


def readable_amendment(request: PageRequest, number: int, n: int) -> Amendment:
    """Return change ``n`` asked for in agreement ``number``, if the reader may see it, else answer 404."""
    seen = Amendment.objects.visible_to(request.user).select_related("agreement", "asked_by")
    return get_object_or_404(seen, agreement__number=number, number=n)


@login_required
@require_safe
def amendment(request: PageRequest, number: int, n: int) -> HttpResponse:
    return show(request, readable_amendment(request, number, n))


@login_required
@require_POST
def amendment_consent(request: PageRequest, number: int, n: int) -> HttpResponse:
    """Accept or decline the content that was shown; another one meanwhile: 409 with what changed."""
    found = readable_amendment(request, number, n)
    alternative = get_object_or_404(Alternative, amendment=found, pk=_number(request.POST.get("alternative", "")))
    draft = _answer_in(request.POST)
    try:
        answer(actor=request.user, at=moment(request)[0], alternative=alternative, draft=draft)
    except StaleAlternativeError as error:
        refused = Refused(alternative, error.message, changes=what_changed(error.changes))
        return show(request, found, refused=refused, status=409)
    except ForbiddenError:
        raise
    except RefusalError as error:
        return show(
            request, found, refused=Refused(alternative, error.message, fields=error.fields), status=status_of(error)
        )
    found.refresh_from_db()
    still = "Accepted. The others have still to answer." if draft.answer is Answer.ACCEPT else "Recorded as not agreed."
    return back(request, found, said=SAID.get(AmendmentState(found.state), still))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amendment_conflicts(request: PageRequest, number: int, n: int) -> HttpResponse:
    """Theirs beside ours, for whoever asked: GET shows what others changed meanwhile, POST chooses."""
    found = readable_amendment(request, number, n)
    if not may_decide_on_change(request.user, found):
        raise PermissionDenied("Whoever asked for the change chooses.")
    error = _resolve(request, found) if request.method == "POST" else None
    if request.method == "POST" and error is None:
        return back(request, found, said="Brought up to date. Whoever it changed for is asked again.")
    context = {"amendment": found, "agreement": found.agreement, "conflicts": conflicts_of(found), "error": error}
    return render(request, "agreements/amendments/conflicts.html", context, status=status_of(error) if error else 200)


@login_required
@require_POST
def amendment_withdrawal(request: PageRequest, number: int, n: int) -> HttpResponse:
    found = readable_amendment(request, number, n)
    withdraw_amendment(actor=request.user, at=moment(request)[0], amendment=found)
    return back(request, found, said="Set aside. The terms stay as they are.")


@login_required
@require_POST
def amendment_reopening(request: PageRequest, number: int, n: int) -> HttpResponse:
    """Ask again, with a new day to answer by."""
    found = readable_amendment(request, number, n)
    form = ReopeningForm(request.POST)
    if not form.is_valid():
        return show(request, found, reopening=form, status=422)
    at, _ = moment(request)
    try:
        reopen_amendment(actor=request.user, at=at, amendment=found, answer_by=form.cleaned_data["answer_by"])
    except InvalidValueError as error:
        form.add_error("answer_by", error.message)
        return show(request, found, reopening=form, status=422)
    return back(request, found, said="Asked again.")


def back(request: PageRequest, found: Amendment, *, said: str) -> HttpResponse:
    """To the page after a write: the page itself in place, else a redirect that can be reloaded."""
    if not request.htmx:
        return done(request, to=reverse("amendment", args=[found.agreement.number, found.number]), said=said)
    messages.success(request, said)
    found.refresh_from_db()
    return show(request, found)


def show(request: PageRequest, found: Amendment, *, status: int = 200, **more: object) -> HttpResponse:
    """The page of ``found`` with the option that the address names; ``more`` is what an answer adds to it."""
    at, _ = moment(request)
    page = amendment_page(amendment=found, viewer=request.user, at=at)
    text = f"Change {found.number}: {found.reason}"
    wanted = request.GET.get("option", "")
    named = [option for option in page.options if str(option.alternative.position) == wanted]
    context = {
        "page": page,
        "amendment": found,
        "agreement": found.agreement,
        "shown": (named or [page.first])[0],
        "reopening": ReopeningForm(),
        "bring": bringing(request, found.agreement, text=text, at=at) if page.code == "asked" else None,
        **more,
    }
    return render(request, f"{PAGE}#page" if request.htmx else PAGE, context, status=status)


def _resolve(request: PageRequest, found: Amendment) -> RefusalError | None:
    """Choose as the form says; what stands in the way of it, if anything."""
    keep = {_number(name[5:]): value for name, value in request.POST.items() if name.startswith("keep-")}
    try:
        resolve_conflicts(actor=request.user, at=moment(request)[0], amendment=found, keep=cast("Keep", keep))
    except ForbiddenError:
        raise
    except RefusalError as error:
        return error
    return None


def _answer_in(given: QueryDict) -> AnswerDraft:
    said = Answer.ACCEPT if given.get("answer") == Answer.ACCEPT else Answer.DECLINE
    return AnswerDraft(answer=said, reason=given.get("reason", ""), content_hash=given.get("content_hash", ""))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
