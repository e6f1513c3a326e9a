"""Who may say what comes to whom. Plain predicates: operations enforce them, pages ask them first."""

from teams.models import MembershipRole, Person, Team
from teams.permissions import may_administer


def may_set_preferences(actor: Person, of: Person | Team | None) -> bool:
    """Everybody for themselves, leads for their team; administrators for any team and, where it is None, for all."""
    if isinstance(of, Person):
        return actor.pk == of.pk and actor.is_active
    return may_administer(actor) or (of is not None and leads(actor, of))


def leads(actor: Person, team: Team) -> bool:
    return actor.is_active and actor.memberships.filter(team=team, role=MembershipRole.LEAD).exists()
