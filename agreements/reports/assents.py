"""Whom a metric that is only proposed waits for: who signs for a party that has not said that it matters to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from agreements.models import Agreement, Assent, Metric, Party
from teams.models import Person


def waiting(*, at: datetime) -> QuerySet[Metric]:
    """Metrics proposed in agreements in force that do not rest at ``at``."""
    return Metric.objects.proposed().filter(agreement__in=Agreement.objects.running(at=at))


def to_assent(viewer: Person, *, at: datetime) -> QuerySet[Metric]:
    """Those of them that wait for a party that ``viewer`` signs for."""
    return waiting(at=at).filter(silent_signers(viewer))


def silent_signers(viewer: Person) -> Exists:
    """The condition for metrics: a party that ``viewer`` signs for has not said that it matters to them."""
    said = Assent.objects.filter(metric=OuterRef(OuterRef("pk")), team=OuterRef("team"))
    silent = Party.objects.filter(~Exists(said), agreement=OuterRef("agreement"), representative=viewer)
    return Exists(silent)


def people_asked(metrics: Collection[Metric]) -> Mapping[int, set[int]]:
    """The keys of those each of ``metrics`` waits for, by its key. Two queries."""
    said = set(Assent.objects.filter(metric__in=metrics).values_list("metric", "team"))
    signers = Party.objects.filter(agreement__in={metric.agreement_id for metric in metrics})
    by_agreement: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for agreement, team, person in signers.exclude(representative=None).values_list(
        "agreement", "team", "representative"
    ):
        by_agreement[agreement].append((team, person))
    return {
        metric.pk: {person for team, person in by_agreement[metric.agreement_id] if (metric.pk, team) not in said}
        for metric in metrics
    }
