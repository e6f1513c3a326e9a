"""What the pages around one agreement share: the form of their address, and how a reader finds its parts."""

from django.shortcuts import get_object_or_404

from agreements.models import Agreement, Commitment, Metric, Sync
from teams.views.base import PageRequest


class AgreementConverter:
    """``31`` or ``31-usage-based-pricing`` in an address: the words are decoration, only the number is read back."""

    regex = r"\d{1,9}(?:-[-\w]*)?"

    def to_python(self, value: str) -> int:
        return int(value.partition("-")[0])

    def to_url(self, value: Agreement | str | int) -> str:
        return value.slug if isinstance(value, Agreement) else str(value)


def readable_agreement(request: PageRequest, number: int) -> Agreement:
    """Return the agreement of that number if the reader may see it, else answer 404."""
    return get_object_or_404(Agreement.objects.visible_to(request.user), number=number)


def readable_commitment(request: PageRequest, number: int, k: int) -> Commitment:
    """Return commitment ``k`` of an agreement that the reader may see, with the people it concerns."""
    commitments = Commitment.objects.visible_to(request.user).select_related(
        "agreement", "team", "for_team", "owner", "accepted_by"
    )
    return get_object_or_404(commitments, agreement__number=number, number=k)


def readable_metric(request: PageRequest, number: int, pk: int) -> Metric:
    metrics = Metric.objects.filter(agreement__in=Agreement.objects.visible_to(request.user))
    found = metrics.select_related("agreement", "reporter", "bound_on")
    return get_object_or_404(found, agreement__number=number, pk=pk)


def readable_sync(request: PageRequest, number: int, n: int) -> Sync:
    syncs = Sync.objects.filter(agreement__in=Agreement.objects.visible_to(request.user))
    return get_object_or_404(syncs.select_related("agreement", "cadence"), agreement__number=number, number=n)
