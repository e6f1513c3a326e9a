"""The few figures that stand in the frame around every page."""

from dataclasses import dataclass
from datetime import datetime

from agreements.domain.agreements import AgreementState
from agreements.models import Agreement, Party, Sync
from teams.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Shell:
    organisation: str
    agreements: int  # in force with one of the person's teams as a party
    decisions: int  # signatures and acceptances that wait for this person
    next_sync_at: datetime | None


def shell(*, viewer: Person, at: datetime) -> Shell:
    mine = Agreement.objects.active().filter(
        pk__in=Party.objects.filter(team__memberships__person=viewer).values("agreement")
    )
    next_sync = (
        Sync.objects.filter(agreement__in=mine, held_at=None, cancelled_at=None, starts_at__gte=at)
        .order_by("starts_at")
        .values_list("starts_at", flat=True)
        .first()
    )
    organisation = Organisation.objects.values_list("name", flat=True).first() or "Holdfast"
    return Shell(
        organisation=organisation,
        agreements=mine.count(),
        decisions=decisions(viewer=viewer),
        next_sync_at=next_sync,
    )


def decisions(*, viewer: Person) -> int:
    """How many signatures and acceptances wait for ``viewer``."""
    to_sign = (
        Party.objects.filter(representative=viewer, agreement__state=AgreementState.READBACK)
        .exclude(
            signatures__version__taken_back_at=None,
            signatures__version__in_force_at=None,
            signatures__isnull=False,
        )
        .count()
    )
    return to_sign + viewer.accepts.filter(state="delivered", agreement__state=AgreementState.ACTIVE).count()
