from teams.models.events import AuditEvent, EventBase
from teams.models.organisation import Holiday, Organisation
from teams.models.people import Person, Role
from teams.models.rehearsal import RehearsalClock
from teams.models.teams import Membership, MembershipRole, Team
from teams.models.tokens import ApiToken, CalendarFeed, IdempotentAnswer, Invitation, Scope, Telemetry

__all__ = [
    "ApiToken",
    "AuditEvent",
    "CalendarFeed",
    "EventBase",
    "Holiday",
    "IdempotentAnswer",
    "Invitation",
    "Membership",
    "MembershipRole",
    "Organisation",
    "Person",
    "RehearsalClock",
    "Role",
    "Scope",
    "Team",
    "Telemetry",
]
