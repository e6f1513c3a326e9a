"""The few figures that stand in the frame around every page."""

from dataclasses import dataclass
from datetime import datetime

from agreements.models import Agreement, Party, Sync
from agreements.reports.decisions import count_decisions, to_rule
from teams.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Shell:
    organisation: str
    agreements: int  # in force with one of the person's teams as a party
    decisions: int  # that wait for this person
    rulings: int  # of them those that only executives make
    next_sync_at: datetime | None


def shell(*, viewer: Person, at: datetime) -> Shell:
    mine = Agreement.objects.active().filter(
        pk__in=Party.objects.filter(team__memberships__person=viewer).values("agreement")
    )
    next_sync = (
        Sync.objects.outside_pauses()
        .filter(agreement__in=mine, held_at=None, cancelled_at=None, starts_at__gte=at)
        .order_by("starts_at")
        .values_list("starts_at", flat=True)
        .first()
    )
    organisation = Organisation.objects.values_list("name", flat=True).first() or "Holdfast"
    return Shell(
        organisation=organisation,
        agreements=mine.count(),
        decisions=count_decisions(viewer, at=at),
        rulings=to_rule(viewer).count(),
        next_sync_at=next_sync,
    )
