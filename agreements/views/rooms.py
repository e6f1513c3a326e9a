"""What happens in the room of a sync: going on, saying, settling; and asking whether anything has changed."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseStopPolling

from agreements.domain.decisions import DecisionKind
from agreements.forms.rooms import DONE, ItemForm
from agreements.models import Commitment, Decision, Escalation, Sync
from agreements.operations.checkins import check_in
from agreements.operations.decisions import DecidedMeanwhileError, decide
from agreements.operations.deliveries import deliver
from agreements.operations.syncs import go_to, note_presence
from agreements.reports.room import RoomState, room_state
from agreements.views.base import readable_commitment, readable_sync
from agreements.views.room_page import item_form, show_live, show_room
from agreements.views.syncs import page_of
from teams.domain.errors import InvalidValueError, RefusalError
from teams.models import Person
from teams.views.base import PageRequest, done, moment, put_errors, status_of

SAY_FIRST = "Your words are not sent yet. Say it or settle it, or empty the note; then go on."


@never_cache
@require_safe
def sync_room(request: HttpRequest, number: int, n: int) -> HttpResponse:
    """Answer 204 while nothing has changed since ``?seen=`` (or If-None-Match), else what has. Writes nothing."""
    if not isinstance(request.user, Person):
        return HttpResponse(status=401)  # a page that polls is not led to the sign-in page
    state = room_state(agreement=number, number=n, viewer=request.user)
    if state is None:
        raise Http404
    seen = request.GET.get("seen") or request.headers.get("If-None-Match", "").strip('"')
    answer = HttpResponse(status=204)
    if seen != str(state):
        answer = _changed(cast("PageRequest", request), number, n, state)
    answer["ETag"] = f'"{state}"'
    return answer


def _changed(request: PageRequest, number: int, n: int, state: RoomState) -> HttpResponse:
    """What has changed; once the sync is over, the last thing that its room is told."""
    found = readable_sync(request, number, n)
    is_outside = request.GET.get("at") == "agenda"
    if found.is_live and not is_outside:
        return show_live(request, found)
    context = {"sync": found, "agreement": found.agreement, "is_outside": is_outside, "swap": True}
    if is_outside and not (found.started_at or found.cancelled_at or found.held_at):
        return render(request, "agreements/sync/poll.html", {**context, "state": state})
    answer = render(request, "agreements/sync/over.html", context)
    return HttpResponseStopPolling(answer.content)


@login_required
@require_POST
def sync_presence(request: PageRequest, number: int, n: int) -> HttpResponse:
    """Say, once a minute, that the room is open here."""
    note_presence(person=request.user, at=moment(request)[0], sync=readable_sync(request, number, n))
    return HttpResponse(status=204)


@login_required
@require_POST
def sync_item(request: PageRequest, number: int, n: int) -> HttpResponse:
    """Take up another item for all; words that were typed and not sent stay where they are."""
    found = readable_sync(request, number, n)
    if request.POST.get("note", "").strip() or request.POST.get("standing"):
        form = item_form(request, found)
        form.add_error(None, SAY_FIRST)
        return _refused(request, found, form, 422)
    wanted, seen = request.POST.get("to", request.POST.get("pick", "")), request.POST.get("subject", "")
    return _acted(
        request,
        found,
        None,
        lambda: go_to(actor=request.user, at=moment(request)[0], sync=found, subject=wanted, seen=seen),
    )


@login_required
@require_POST
def sync_note(request: PageRequest, number: int, n: int) -> HttpResponse:
    """Say how a commitment stands: the same check-in as everywhere, or that it is done."""
    found = readable_sync(request, number, n)
    form = item_form(request, found)
    if not form.is_valid():
        return _refused(request, found, form, 422)
    if not form.cleaned_data["standing"]:
        form.add_error("standing", "Choose how it stands.")
        return _refused(request, found, form, 422)
    return _acted(request, found, form, lambda: _say(request, found, form), said="Said; seen by all.")


@login_required
@require_POST
def sync_decision(request: PageRequest, number: int, n: int) -> HttpResponse:
    """Settle one item; what was chosen under "Say" is said first."""
    found = readable_sync(request, number, n)
    form = item_form(request, found)
    if not form.is_valid() or not form.cleaned_data["kind"]:
        return _refused(request, found, form, 422)

    def settle() -> Decision:
        decision = decide(actor=request.user, at=moment(request)[0], sync=found, draft=form.decision())
        if form.cleaned_data["standing"]:
            _say(request, found, form)
        return decision

    return _acted(request, found, form, settle, said="Settled; seen by all.")


def _say(request: PageRequest, found: Sync, form: ItemForm) -> object:
    commitment = _commitment(request, found, form.cleaned_data["subject"])
    at, said = moment(request)[0], form.cleaned_data
    if said["standing"] == DONE:
        return deliver(actor=request.user, at=at, commitment=commitment, evidence=said["note"])
    return check_in(actor=request.user, at=at, commitment=commitment, answer=form.answer())


def _commitment(request: PageRequest, found: Sync, subject: str) -> Commitment:
    kind, _, pk = subject.partition("/")
    wanted = found.agreement.commitments.filter(pk=pk).first() if kind == "commitment" and pk.isdigit() else None
    if wanted is None:
        raise InvalidValueError("Only a commitment can be checked in on.", fields={"standing": ["Not for this item."]})
    return readable_commitment(request, found.agreement.number, wanted.number)


def _acted(
    request: PageRequest, found: Sync, form: ItemForm | None, act: Callable[[], object], *, said: str = ""
) -> HttpResponse:
    """Act, then show the room as it is now; what was refused says why and keeps what was typed."""
    try:
        outcome = act()
    except RefusalError as error:
        if form is not None and isinstance(error, InvalidValueError):
            put_errors(form, error)
        if form is not None and isinstance(error, DecidedMeanwhileError):
            form.see(error.decision.revision)
        return _refused(request, found, form, status_of(error), error)
    if isinstance(outcome, Decision) and (onward := _onward(outcome)):
        return HttpResponseClientRedirect(onward) if request.htmx else HttpResponseRedirect(onward)
    if request.htmx:
        return show_live(request, found, said=said)
    return done(request, to=page_of(found), said=said)


def _refused(
    request: PageRequest, found: Sync, form: ItemForm | None, status: int, error: RefusalError | None = None
) -> HttpResponse:
    if not found.is_live and error is not None:
        raise error
    if request.htmx:
        return show_live(request, found, form=form, refused=error, status=status)
    fresh = readable_sync(request, found.agreement.number, found.number)
    return show_room(request, fresh, form=form, refused=error, status=status)


def _onward(decision: Decision) -> str:
    """Where a decision goes on: a new date in the form of a change, a call for help in its packet."""
    agreement, back = decision.sync.agreement, page_of(decision.sync)
    if decision.kind == DecisionKind.RENEGOTIATE:
        named = {"commitment": decision.commitment.number} if decision.commitment else {}
        asked = urlencode({**named, "reason": decision.note, "back": back})
        return f"{reverse('amendment_new', args=[agreement.slug])}?{asked}"
    if decision.kind == DecisionKind.ESCALATE:
        return _packet(decision)
    return ""


def _packet(decision: Decision) -> str:
    rows = Escalation.objects.open().filter(agreement=decision.sync.agreement_id)
    about = {"commitment": decision.commitment} if decision.commitment else {"concern": decision.concern}
    found = rows.filter(**about).order_by("-opened_at").first()
    try:
        return reverse("escalation", args=[found.pk]) if found else ""
    except NoReverseMatch:
        return ""
