"""What waits for one person alone: terms to sign, deliveries to confirm."""

from django.db.models import Exists, OuterRef, QuerySet

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Commitment, Signature
from teams.models import Person


def to_sign(viewer: Person) -> QuerySet[Agreement]:
    """Proposed agreements whose open version ``viewer`` signs for a party and has not signed yet."""
    signed = Signature.objects.filter(
        person=viewer, version__agreement=OuterRef("pk"), version__taken_back_at=None, version__in_force_at=None
    )
    asked = Agreement.objects.filter(state=AgreementState.READBACK, parties__representative=viewer)
    return asked.filter(~Exists(signed)).distinct()


def to_confirm(viewer: Person) -> QuerySet[Commitment]:
    """Deliveries in agreements in force that ``viewer`` accepts."""
    return Commitment.objects.filter(
        accepted_by=viewer, state=CommitmentState.DELIVERED, agreement__state=AgreementState.ACTIVE
    )


def count_decisions(viewer: Person) -> int:
    return to_sign(viewer).count() + to_confirm(viewer).count()
