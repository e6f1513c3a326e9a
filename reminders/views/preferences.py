"""What comes by mail, or on another channel: for oneself, for a team, for everybody."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from reminders.forms.preferences import PreferencesForm
from reminders.operations.preferences import set_preferences
from reminders.permissions import may_set_preferences
from reminders.reports.preferences import Choice, channels_of, choices_for, choices_of
from teams.domain.language import say
from teams.models import MembershipRole, Person, Team
from teams.views.base import PageRequest, administrators_page, done, given, moment


@login_required
def settings_mail(request: PageRequest) -> HttpResponse:
    person = request.user
    channels = channels_of(person)
    choices = [one for one in choices_of(person) if one.channel in channels]
    context: dict[str, object] = {"of": "person", "led": Team.objects.filter(_led_by(person)).order_by("name")}
    return _page(request, of=person, choices=choices, context=context)


@login_required
def settings_team_mail(request: PageRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    if not may_set_preferences(request.user, team):
        raise PermissionDenied(say("Only leads of the team and administrators of the organisation can do this."))
    return _page(request, of=team, choices=choices_for(team), context={"of": "team", "team": team})


@administrators_page
def settings_organisation_mail(request: PageRequest) -> HttpResponse:
    return _page(request, of=None, choices=choices_for(None), context={"of": "organisation"})


def _led_by(person: Person) -> Q:
    return Q(memberships__person=person, memberships__role=MembershipRole.LEAD)


def _page(
    request: PageRequest, *, of: Person | Team | None, choices: Sequence[Choice], context: dict[str, object]
) -> HttpResponse:
    form = PreferencesForm(given(request), choices=choices)
    at, _ = moment(request)
    if form.is_valid():
        set_preferences(actor=request.user, at=at, of=of, words=form.words())
        return done(request, to=request.path, said=say("Saved."))
    context |= {"form": form}
    return render(request, "reminders/preferences.html", context, status=422 if form.errors else 200)
