"""Conversations that messages are posted into: one's own, and those of teams one leads."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from reminders.forms.endpoints import ConversationForm
from reminders.models import Endpoint
from reminders.operations.endpoints import (
    add_endpoint,
    remove_endpoint,
    send_test,
    start_endpoint,
    stop_endpoint,
)
from reminders.permissions import leads
from reminders.reports.endpoints import page_of
from teams.domain.language import say
from teams.models import MembershipRole, Team
from teams.views.base import PageRequest, carried_out, done, given, moment


@login_required
def settings_channels(request: PageRequest) -> HttpResponse:
    led = Q(memberships__person=request.user, memberships__role=MembershipRole.LEAD)
    own = Endpoint.objects.filter(person=request.user)
    return _page(request, own, context={"led": Team.objects.filter(led).order_by("name")})


@login_required
def team_channels(request: PageRequest, slug: str) -> HttpResponse:
    """For who leads the team: administrators may not read what is posted there."""
    team = get_object_or_404(Team, slug=slug)
    if not leads(request.user, team):
        raise PermissionDenied(say("Only leads of the team can do this."))
    return _page(request, Endpoint.objects.filter(team=team), team=team, context={"team": team})


def _page(
    request: PageRequest, rows: QuerySet[Endpoint], *, context: dict[str, object], team: Team | None = None
) -> HttpResponse:
    at, _ = moment(request)
    form = ConversationForm(given(request))
    added = carried_out(form, lambda: add_endpoint(actor=request.user, at=at, draft=form.draft(team=team)))
    if added:
        return done(
            request, to=request.path, said=say("{name} is added. Send a message to try it.", name=added[0].name)
        )
    endpoints = rows.annotate(taken_at=Max("deliveries__sent_at")).order_by("pk")
    context |= {"form": form, "endpoints": endpoints}
    return render(request, "reminders/channels.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def endpoint_test(request: PageRequest, pk: int) -> HttpResponse:
    endpoint, at = _kept(request, pk), moment(request)[0]
    send_test(actor=request.user, at=at, endpoint=endpoint)
    return done(request, to=page_of(endpoint), said=say("A message is on its way to {name}.", name=endpoint.name))


@login_required
@require_POST
def endpoint_stop(request: PageRequest, pk: int) -> HttpResponse:
    endpoint, at = _kept(request, pk), moment(request)[0]
    stop_endpoint(actor=request.user, at=at, endpoint=endpoint)
    return done(request, to=page_of(endpoint), said=say("Nothing is posted to {name} any more.", name=endpoint.name))


@login_required
@require_POST
def endpoint_start(request: PageRequest, pk: int) -> HttpResponse:
    endpoint, at = _kept(request, pk), moment(request)[0]
    start_endpoint(actor=request.user, at=at, endpoint=endpoint)
    return done(request, to=page_of(endpoint), said=say("{name} is told what happens from now on.", name=endpoint.name))


@login_required
@require_POST
def endpoint_remove(request: PageRequest, pk: int) -> HttpResponse:
    endpoint, at = _kept(request, pk), moment(request)[0]
    to = page_of(endpoint) if endpoint.person or endpoint.team else reverse("settings_webhooks")
    remove_endpoint(actor=request.user, at=at, endpoint=endpoint)
    return done(request, to=to, said=say("{name} is removed, and its address forgotten.", name=endpoint.name))


def _kept(request: PageRequest, pk: int) -> Endpoint:
    rows = Endpoint.objects.visible_to(request.user).select_related("person", "team")
    return get_object_or_404(rows, pk=pk)
