"""Commitments as mails and the page behind a mail link show them."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet

from agreements.models import CheckIn, CheckInRole, Commitment
from agreements.permissions import acts_for
from agreements.reports.seals import is_sealed, known_standing, seal_of
from reminders.reports.sections import Line
from teams.domain.calendar import local_date, zone
from teams.models import Person


def with_people(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    return commitments.select_related("agreement", "owner", "accepted_by", "team", "for_team")


def line_of(commitment: Commitment, *, reader: Person, half: Collection[CheckIn] = ()) -> Line:
    """``commitment`` in force, with its people fetched, as ``reader`` sees it; ``half`` answered, the other one waits.

    Who stands in for the owner sees what the owner sees. The owner needs none of ``half``: their own word is never
    sealed from them.
    """
    assert commitment.due_on is not None  # the database holds that for everything in force
    is_owner = acts_for(reader, commitment.owner)
    asked = commitment.owner if is_owner else commitment.accepted_by
    absent = asked if asked is not None and asked.delegate_id == reader.pk else None
    other, team = (commitment.accepted_by, commitment.for_team) if is_owner else (commitment.owner, commitment.team)
    sealed = {seal_of(answer) for answer in half if answer.commitment_id == commitment.pk and is_sealed(answer, reader)}
    waits = any(seal.role == CheckInRole.OWNER for seal in sealed)
    return Line(
        id=commitment.pk,
        label=commitment.label,
        deliverable=commitment.deliverable,
        done_when=commitment.done_when,
        team=commitment.team.name,
        for_team=commitment.for_team.name,
        due_on=commitment.due_on,
        moves=commitment.moves,
        standing=known_standing(commitment, sealed=sealed),
        standing_on=None if waits or not commitment.standing_at else _local(commitment.standing_at, reader),
        is_sealed=waits,
        is_owner=is_owner,
        other=f"{other} ({team})",
        in_place_of=absent.name if absent else "",
        away_until=absent.away_until if absent else None,
    )


def _local(at: datetime, reader: Person) -> date:
    return local_date(at, zone=zone(reader.time_zone))
