"""Commitments as mails and the page behind a mail link show them."""

from datetime import date, datetime

from django.db.models import QuerySet

from agreements.models import Commitment
from reminders.reports.sections import Line
from teams.domain.calendar import local_date, zone
from teams.models import Person


def with_people(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    return commitments.select_related("agreement", "owner", "accepted_by", "team", "for_team")


def line_of(commitment: Commitment, *, reader: Person) -> Line:
    """``commitment`` in force, with its people fetched, as ``reader`` sees it."""
    assert commitment.due_on is not None  # the database holds that for everything in force
    is_owner = commitment.owner_id == reader.pk
    other, team = (commitment.accepted_by, commitment.for_team) if is_owner else (commitment.owner, commitment.team)
    return Line(
        id=commitment.pk,
        label=commitment.label,
        deliverable=commitment.deliverable,
        done_when=commitment.done_when,
        team=commitment.team.name,
        for_team=commitment.for_team.name,
        due_on=commitment.due_on,
        moves=commitment.moves,
        standing=commitment.standing,
        standing_on=commitment.standing_at and _local(commitment.standing_at, reader),
        is_owner=is_owner,
        other=f"{other} ({team})",
    )


def _local(at: datetime, reader: Person) -> date:
    return local_date(at, zone=zone(reader.time_zone))
