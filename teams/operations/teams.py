"""The tree of teams and who is in them."""

from datetime import datetime

from django.db import transaction

from teams.domain.calendar import zone
from teams.domain.errors import RefusalError
from teams.domain.language import say
from teams.models import Membership, MembershipRole, Organisation, Person, Team
from teams.operations.drafts import TeamDraft
from teams.operations.events import record_audit
from teams.operations.organisation import lock_as_administrator
from teams.operations.values import Changes, fill, left_organisation, refuse, values_of


class TeamCircleError(RefusalError):
    """A tree has no circles."""

    code = "team_circle"


@transaction.atomic
def add_team(*, actor: Person, at: datetime, draft: TeamDraft) -> Team:
    """Add a team. Raises InvalidValueError, naming the fields."""
    organisation = lock_as_administrator(actor)
    team = Team()
    _fill(team, draft, organisation=organisation)
    team.save()
    record_audit(kind="team_added", actor=actor, at=at, data={"team": team.slug, "name": team.name})
    return team


@transaction.atomic
def edit_team(*, actor: Person, at: datetime, team: Team, draft: TeamDraft) -> Team:
    """Rename a team, move it in the tree or to another zone; its agreements follow."""
    organisation = lock_as_administrator(actor)
    team = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    _require_no_circle(team, draft.parent)
    if changes := _fill(team, draft, organisation=organisation):
        team.save()
        record_audit(kind="team_edited", actor=actor, at=at, data={"team": team.slug, **changes})
    return team


@transaction.atomic
def add_member(
    *, actor: Person, at: datetime, team: Team, person: Person, role: str = MembershipRole.MEMBER
) -> Membership:
    """Put ``person`` into ``team`` in this role; who is in it already changes role."""
    lock_as_administrator(actor)
    refuse(left_organisation(person=person))
    membership, is_new = Membership.objects.get_or_create(team=team, person=person, defaults={"role": role})
    was = None if is_new else membership.role
    if was != role:
        membership.role = role
        membership.save(update_fields=["role"])
        facts = {"team": team.slug, "person": person.email, "was": was, "now": role}
        record_audit(kind="member_added", actor=actor, at=at, data=facts)
    return membership


@transaction.atomic
def remove_member(*, actor: Person, at: datetime, membership: Membership) -> None:
    """Take a person out of a team. What they promised stays theirs until it is handed over."""
    lock_as_administrator(actor)
    if Membership.objects.filter(pk=membership.pk).delete()[0]:
        facts = {"team": membership.team.slug, "person": membership.person.email}
        record_audit(kind="member_removed", actor=actor, at=at, data=facts)


def _fill(team: Team, draft: TeamDraft, *, organisation: Organisation) -> Changes:
    """What ``draft`` changes on ``team``, which is filled and not yet saved."""
    values = values_of(draft) | {"time_zone": zone(draft.time_zone or organisation.time_zone).key}
    changes = fill(team, values)
    if Team.objects.filter(slug=team.slug).exclude(pk=team.pk).exists():
        refuse({"slug": [say("A team of this name in addresses is here already.")]})
    return changes


def _require_no_circle(team: Team, parent: Team | None) -> None:
    """Refuse a ``parent`` that is ``team`` or below it. Moves wait for each other at the organisation's row."""
    above: dict[int, int | None] = dict(Team.objects.values_list("pk", "parent_id"))
    step = parent.pk if parent else None
    while step is not None:
        if step == team.pk:
            raise TeamCircleError(say("A team cannot lie below itself."))
        step = above[step]
