"""When people left: the day from which what was theirs waits for somebody else."""

from collections.abc import Collection
from datetime import datetime

from teams.models import AuditEvent, Person


def left_at(people: Collection[Person]) -> dict[str, datetime]:
    """The instant at which each of ``people`` was last let go, by address, where it is known. One query, or none."""
    if not people:
        return {}
    let_go = AuditEvent.objects.filter(
        kind="person_edited", data__person__in=[person.email for person in people], data__now__is_active=False
    )
    return {event.data["person"]: event.at for event in let_go.order_by("pk")}
