"""Writing a packet: two people may do it at once, and neither loses a word."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.forms.escalations import PacketForm, Revised, StatementForm
from agreements.models import Escalation
from agreements.operations.drafts import PacketDraft, StatementDraft
from agreements.operations.packets import PacketChangedError, edit_packet, state_reason
from agreements.reports.escalations import packet_page
from agreements.views.escalations import packet_values, readable_packet, show_packet
from teams.domain.merging import Merge
from teams.models import Team
from teams.views.base import PageRequest, carried_out, done, moment


@login_required
@require_POST
def escalation_packet(request: PageRequest, pk: int) -> HttpResponse:
    """Write what both sides share; what somebody else changed meanwhile comes back beside it, 409."""
    found, form = readable_packet(request, pk), PacketForm(request.POST)
    theirs = {name: value for name, value in packet_values(found).items() if name != "rev"}

    def write() -> Escalation:
        draft = PacketDraft(**form.kept(theirs))
        revision = form.cleaned_data["rev"]
        return edit_packet(actor=request.user, at=moment(request)[0], escalation=found, draft=draft, revision=revision)

    try:
        written = carried_out(form, write)
    except PacketChangedError as error:
        found.refresh_from_db()
        return show_packet(request, found, packet=side_by_side(PacketForm, error), status=409)
    if written:
        return done(request, to=reverse("escalation", args=[pk]), said="Saved. Both sides see it.")
    return show_packet(request, found, packet=form, status=422)


@login_required
@require_POST
def escalation_statement(request: PageRequest, pk: int) -> HttpResponse:
    """Write the reason of one's own side; a colleague may do so too."""
    found, form = readable_packet(request, pk), StatementForm(request.POST)
    team = get_object_or_404(Team, parties__agreement=found.agreement, slug=request.POST.get("team", ""))
    former = found.statements.filter(team=team).first()
    theirs = {name: getattr(former, name, "") for name in ("reason", "hard_limits")}

    def write() -> object:
        draft, revision = StatementDraft(**form.kept(theirs)), form.cleaned_data["rev"]
        at = moment(request)[0]
        return state_reason(actor=request.user, at=at, escalation=found, team=team, draft=draft, revision=revision)

    try:
        written = carried_out(form, write)
    except PacketChangedError as error:
        return _again(request, found, team, side_by_side(StatementForm, error), status=409)
    if written:
        return done(request, to=reverse("escalation", args=[pk]), said="Saved. Both sides see it.")
    return _again(request, found, team, form, status=422)


def side_by_side(form: type[Revised], error: PacketChangedError) -> Revised:
    """The form again: yours where both changed a field, with theirs beside it, and what is merged everywhere else."""
    again = form(initial=_values(error.merge) | {"rev": error.revision})
    again.conflicts = error.merge.conflicts
    return again


def _values(merge: Merge) -> dict[str, Any]:
    return {**merge.values, **{name: conflict.yours for name, conflict in merge.conflicts.items()}}


def _again(request: PageRequest, found: Escalation, team: Team, form: Revised, *, status: int) -> HttpResponse:
    found.refresh_from_db()
    sides = packet_page(found, viewer=request.user, at=moment(request)[0]).to_state
    statements = [(side, form if side.team == team else StatementForm()) for side in sides]
    return show_packet(request, found, statements=statements, status=status)
