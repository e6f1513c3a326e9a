"""Who may say what comes to whom. Plain predicates: operations enforce them, pages ask them first."""

from reminders.domain.channels import Channel
from reminders.models import Endpoint
from teams.models import MembershipRole, Person, Team
from teams.permissions import may_administer


def may_set_preferences(actor: Person, of: Person | Team | None) -> bool:
    """Everybody for themselves, leads for their team; administrators for any team and, where it is None, for all."""
    if isinstance(of, Person):
        return actor.pk == of.pk and actor.is_active
    return may_administer(actor) or (of is not None and leads(actor, of))


def leads(actor: Person, team: Team) -> bool:
    return actor.is_active and actor.memberships.filter(team=team, role=MembershipRole.LEAD).exists()


def may_keep(actor: Person, endpoint: Endpoint) -> bool:
    """One's own; a team's by who leads it; webhooks, which tell of everything, by administrators."""
    if endpoint.channel == Channel.WEBHOOK:
        return may_administer(actor)
    if endpoint.team is not None:
        return leads(actor, endpoint.team)
    return actor.is_active and endpoint.person_id == actor.pk
