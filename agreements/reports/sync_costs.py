"""What syncs cost and what calling them off gave back, in person-hours: sums over many agreements, never by person."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from agreements.models import Agreement, Sync
from agreements.models.syncs import SyncQuerySet

SPENT = Sum("person_minutes", filter=Q(held_at__isnull=False), default=0)
RETURNED = Sum("person_minutes", filter=Q(cancelled_at__isnull=False), default=0)


@dataclass(frozen=True, slots=True)
class SyncCost:
    """Person-minutes: spent in the syncs that were held, returned by those that were called off."""

    spent_minutes: int = 0
    returned_minutes: int = 0

    @property
    def spent_hours(self) -> float:
        return round(self.spent_minutes / 60, 1)

    @property
    def returned_hours(self) -> float:
        return round(self.returned_minutes / 60, 1)


def cost_of(*, among: QuerySet[Agreement], since: datetime | None = None, until: datetime | None = None) -> SyncCost:
    """The sum over the syncs of ``among`` that started in ``since`` <= start < ``until``; None: without that end."""
    row = _syncs(among, since, until).aggregate(spent=SPENT, returned=RETURNED)
    return SyncCost(row["spent"], row["returned"])


def costs_by_agreement(
    *, among: QuerySet[Agreement], since: datetime | None = None, until: datetime | None = None
) -> dict[int, SyncCost]:
    """The same by the key of each agreement that had any; one query."""
    rows = _syncs(among, since, until).values("agreement").annotate(spent=SPENT, returned=RETURNED)
    found = rows.order_by("agreement").values_list("agreement", "spent", "returned")
    return {agreement: SyncCost(spent, returned) for agreement, spent, returned in found}


def costs_by_month(
    *, among: QuerySet[Agreement], since: datetime | None = None, until: datetime | None = None
) -> dict[date, SyncCost]:
    """The same by the first day of each month, oldest first; one query."""
    months = _syncs(among, since, until).annotate(month=TruncMonth("slot_on")).values("month")
    rows = months.annotate(spent=SPENT, returned=RETURNED).order_by("month")
    return {row["month"]: SyncCost(row["spent"], row["returned"]) for row in rows}


def _syncs(among: QuerySet[Agreement], since: datetime | None, until: datetime | None) -> SyncQuerySet:
    syncs = Sync.objects.filter(agreement__in=among)
    if since is not None:
        syncs = syncs.filter(starts_at__gte=since)
    return syncs if until is None else syncs.filter(starts_at__lt=until)
