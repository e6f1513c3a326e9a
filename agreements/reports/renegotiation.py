"""Whether an agreement is in renegotiation: a change that is open touches it, wherever it was asked for."""

from django.db.models import Exists, OuterRef

from agreements.domain.amendments import AmendmentState
from agreements.models import Agreement, AmendedAgreement

OPEN = AmendedAgreement.objects.filter(amendment__state=AmendmentState.OPEN)


def in_renegotiation(outer: str = "pk") -> Exists:
    """The condition for the rows of a query, by their column ``outer`` that holds the key of an agreement."""
    return Exists(OPEN.filter(agreement=OuterRef(outer)))


def is_in_renegotiation(agreement: Agreement) -> bool:
    return OPEN.filter(agreement=agreement).exists()
