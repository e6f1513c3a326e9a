"""Joint metrics worth a look: those off their course first, then the soonest."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Value, When, Window

from agreements.domain.agreements import AgreementState
from agreements.models import DriftFlag, Metric, Party
from agreements.reports.dashboard.sight import Sight, not_paused
from agreements.reports.dashboard.standing import standing
from agreements.reports.dashboard.units import tree
from agreements.reports.metrics import MetricCell, read_cells
from teams.models import Person

SHOWN = 4
MOST = 60  # of all of them: their charts are as many drawings


@dataclass(frozen=True, slots=True)
class JointMetric:
    """The chart and its words, with the agreement it stands in and the parties that answer for it."""

    cell: MetricCell
    agreement_title: str
    parties: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class JointMetrics:
    """The worst of ``total`` that the reader may read, in agreements in force and not paused."""

    shown: tuple[JointMetric, ...] = ()
    total: int = 0


def joint_metrics(sight: Sight, *, today: date, paused: frozenset[int], most: int = SHOWN) -> JointMetrics:
    """The worst ``most`` of them; one query."""
    found = read_cells(_worst(sight, paused)[:most], as_of=today)
    return JointMetrics(tuple(_joint(*one) for one in found), vars(found[0][0])["total"] if found else 0)


def all_metrics(*, viewer: Person, at: datetime, today: date, teams: tuple[str, ...] = ()) -> JointMetrics:
    """All of them up to ``MOST``; ``teams`` as on the dashboard. Three queries."""
    sight = Sight(viewer, at, tree().below(teams) if teams else frozenset())
    return joint_metrics(sight, today=today, paused=standing(sight).paused, most=MOST)


def _worst(sight: Sight, paused: frozenset[int]) -> QuerySet[Metric]:
    """Those with a flag on them first, strong before weak, then those whose day comes soonest."""
    flags = DriftFlag.objects.open().filter(metric=OuterRef("pk"), shown_at__lte=sight.at)
    parties = Party.objects.filter(agreement=OuterRef("agreement")).order_by("pk").values("team__name")
    strength = Case(
        When(Exists(flags.filter(strength="strong")), then=Value(0)),
        When(Exists(flags), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    running = Metric.objects.in_terms().filter(not_paused(paused), agreement__state=AgreementState.ACTIVE)
    return (
        running.filter(agreement__in=sight.of_teams(sight.readable()))
        .annotate(total=Window(Count("pk")), strength=strength, party_names=ArraySubquery(parties))
        .select_related("agreement", "bound_on")
        .order_by("strength", "target_on", "pk")
    )


def _joint(metric: Metric, cell: MetricCell) -> JointMetric:
    return JointMetric(
        cell=cell,
        agreement_title=metric.agreement.title,
        parties=tuple(metric.party_names),  # type: ignore[attr-defined] # annotated above
        address=f"/agreements/{metric.agreement.slug}/metrics/{metric.pk}/",
    )
