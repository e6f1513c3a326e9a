"""The last step of every operation on the organisation itself: one entry in its history."""

from collections.abc import Mapping
from datetime import datetime

from teams.models import AuditEvent, Person


def record_audit(
    *, kind: str, actor: Person | None, at: datetime, data: Mapping[str, object] | None = None
) -> AuditEvent:
    """Add an entry to the history of the organisation. ``data`` is plain JSON; None as actor is the clock."""
    return AuditEvent.objects.create(kind=kind, actor=actor, at=at, data=dict(data or {}))
