"""Who may do what in the organisation. Plain predicates: operations enforce them, pages ask them first."""

from teams.models import Person, Scope

SCOPES = list(Scope)  # from the narrowest to the widest


def may_administer(person: Person) -> bool:
    """People, teams, the organisation, holidays and invitations are the administrators' work."""
    return person.is_active and person.is_administrator


def may_edit_person(actor: Person, person: Person) -> bool:
    """Everybody keeps their own zone, hours and delegate; administrators keep everything of everybody."""
    return actor.pk == person.pk or may_administer(actor)


def may_hold_scope(person: Person, scope: str) -> bool:
    return scope != Scope.ADMIN or may_administer(person)


def covers(held: str, needed: str) -> bool:
    """Each scope holds those before it: admin holds write, write holds read."""
    return SCOPES.index(Scope(held)) >= SCOPES.index(Scope(needed))
