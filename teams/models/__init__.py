from teams.models.events import AuditEvent, EventBase
from teams.models.organisation import Holiday, Organisation, Priority
from teams.models.own_pages import SavedView, UnsentText
from teams.models.people import Language, Person, Role, Theme
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
    "Language",
    "Membership",
    "MembershipRole",
    "Organisation",
    "Person",
    "Priority",
    "RehearsalClock",
    "Role",
    "SavedView",
    "Scope",
    "Team",
    "Telemetry",
    "Theme",
    "UnsentText",
]
