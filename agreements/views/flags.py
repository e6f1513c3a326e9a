"""The register of drift flags in the reader's sight, the evidence of one, and what people do with it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from agreements.domain.drift.strengths import Strength
from agreements.forms.flags import SnoozeForm
from agreements.models import DriftFlag
from agreements.operations.flags import acknowledge_flag, last_day, snooze_flag, unsnooze_flag
from agreements.reports.flag_page import flag_page
from agreements.reports.flag_register import RULE_TITLES, RegisterState, register_page
from agreements.reports.flags import FlagFilter
from agreements.views.bringing import bringing
from agreements.views.visits import Visit
from teams.models import Team
from teams.views.base import PageRequest, carried_out, done, moment


@login_required
@require_safe
def flags(request: PageRequest) -> HttpResponse:
    """By agreement; ``?state=snoozed`` and ``?state=closed`` show the others. What no filter knows is passed over."""
    at, _ = moment(request)
    asked = request.GET.get("state", "")
    state = RegisterState(asked) if asked in set(RegisterState) else RegisterState.OPEN
    wanted = _wanted(request)
    visit = Visit.of(request, page="flags", at=at)
    register = register_page(
        viewer=request.user, at=at, wanted=wanted, state=state, since=visit.since, after=request.GET.get("after", "")
    )
    context = {
        "register": register,
        "state": state,
        "wanted": wanted,
        "since": visit.since,
        "is_filtered": wanted != FlagFilter(),
        "rules": RULE_TITLES.items(),
        "strengths": list(Strength),
        "teams": sorted(Team.objects.all(), key=lambda team: team.name.casefold()),
    }
    return visit.keep(render(request, "agreements/flags.html", context))


@login_required
@require_safe
def flag(request: PageRequest, pk: int) -> HttpResponse:
    return _show(request, _readable(request, pk))


@login_required
@require_POST
def flag_acknowledgement(request: PageRequest, pk: int) -> HttpResponse:
    acknowledge_flag(actor=request.user, at=moment(request)[0], flag=_readable(request, pk))
    return done(request, to=reverse("flag", args=[pk]), said="Noted. The others see that you have seen it.")


@login_required
@require_POST
def flag_snooze(request: PageRequest, pk: int) -> HttpResponse:
    found, form = _readable(request, pk), SnoozeForm(request.POST)
    at, _ = moment(request)
    if carried_out(form, lambda: snooze_flag(actor=request.user, at=at, flag=found, **form.cleaned_data)):
        return done(request, to=reverse("flag", args=[pk]), said="It rests. It comes back by itself.")
    return _show(request, found, form=form, status=422)


@login_required
@require_POST
def flag_unsnooze(request: PageRequest, pk: int) -> HttpResponse:
    unsnooze_flag(actor=request.user, at=moment(request)[0], flag=_readable(request, pk))
    return done(request, to=reverse("flag", args=[pk]), said="It rests no more.")


def _wanted(request: PageRequest) -> FlagFilter:
    asked = request.GET
    rule, strength, agreement = asked.get("rule", ""), asked.get("strength", ""), asked.get("agreement", "")
    team = asked.get("team", "")
    return FlagFilter(
        rule=rule if rule in RULE_TITLES else None,
        strength=strength if strength in set(Strength) else None,
        agreement=int(agreement) if agreement.isdecimal() and len(agreement) < 10 else None,
        team=team if team and Team.objects.filter(slug=team).exists() else None,
        person=request.user.pk if asked.get("whose") == "mine" else None,
    )


def _readable(request: PageRequest, pk: int) -> DriftFlag:
    seen = DriftFlag.objects.visible_to(request.user, at=moment(request)[0])
    people = ("first_told", "acknowledged_by", "snoozed_by")
    subject = ("agreement", "metric", "commitment__agreement", "commitment__owner", "commitment__accepted_by")
    return get_object_or_404(seen.select_related(*people, *subject), pk=pk)


def _show(request: PageRequest, found: DriftFlag, *, form: SnoozeForm | None = None, status: int = 200) -> HttpResponse:
    """The page of ``found``; ``form`` is what was not taken."""
    at, _ = moment(request)
    page = flag_page(found, viewer=request.user, at=at)
    is_open = found.closed_at is None
    context = {
        "page": page,
        "flag": page.row,
        "form": form or (SnoozeForm.until_at_most(last_day(found, at=at)) if page.acts.snooze else None),
        "bring": bringing(request, found.agreement, text=page.row.subject_name, at=at) if is_open else None,
    }
    return render(request, "agreements/flag.html", context, status=status)
