"""The teams, for everybody to read and for administrators to keep."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from teams.forms.teams import MemberForm, TeamForm
from teams.models import Membership, Organisation, Team
from teams.operations.teams import add_member, add_team, edit_team, remove_member
from teams.reports.tree import team_tree
from teams.views.base import PageRequest, administrators_page, carried_out, done, given, moment
from teams.views.undo import Undo


@login_required
def teams(request: PageRequest) -> HttpResponse:
    return render(request, "teams/teams.html", {"rows": team_tree()})


@administrators_page
def settings_teams(request: PageRequest) -> HttpResponse:
    at, _ = moment(request)
    form = TeamForm(given(request), initial={"time_zone": get_object_or_404(Organisation).time_zone})
    if added := carried_out(form, lambda: add_team(actor=request.user, at=at, draft=form.draft())):
        return done(request, to=reverse("settings_team", args=[added.slug]), said=f"{added.name} is added.")
    context = {"form": form, "rows": team_tree()}
    return render(request, "teams/settings_teams.html", context, status=422 if form.errors else 200)


@administrators_page
def settings_team(request: PageRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    at, _ = moment(request)
    form = TeamForm(given(request), team=team)
    if edited := carried_out(form, lambda: edit_team(actor=request.user, at=at, team=team, draft=form.draft())):
        return done(request, to=reverse("settings_team", args=[edited.slug]), said="Saved.")
    return _show(request, team, form=form, member=MemberForm())


@administrators_page
@require_POST
def settings_member_add(request: PageRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    at, _ = moment(request)
    form = MemberForm(request.POST)
    if carried_out(form, lambda: add_member(actor=request.user, at=at, team=team, **form.cleaned_data)):
        return done(
            request, to=reverse("settings_team", args=[slug]), said=f"{form.cleaned_data['person']} is in {team} now."
        )
    return _show(request, team, form=TeamForm(team=team), member=form)


@administrators_page
@require_POST
def settings_member_remove(request: PageRequest, slug: str, pk: int) -> HttpResponse:
    members = Membership.objects.select_related("team", "person")
    member = get_object_or_404(members, team__slug=slug, pk=pk)
    at, _ = moment(request)
    remove_member(actor=request.user, at=at, membership=member)
    here, again = reverse("settings_team", args=[slug]), reverse("settings_member_add", args=[slug])
    undo = Undo(again, {"person": [str(member.person_id)], "role": [member.role]})
    return done(request, to=here, said=f"{member.person} has left {member.team}.", undo=undo)


def _show(request: PageRequest, team: Team, *, form: TeamForm, member: MemberForm) -> HttpResponse:
    members = team.memberships.select_related("person").order_by("role", "person__name")
    context = {"team": team, "form": form, "member": member, "members": members}
    return render(request, "teams/settings_team.html", context, status=422 if form.errors or member.errors else 200)
