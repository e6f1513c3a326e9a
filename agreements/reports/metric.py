"""The page of one joint metric: value against target, the chart, to whom it matters, every reading and what is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from agreements.domain.agreements import AgreementState
from agreements.domain.metrics import Direction
from agreements.domain.metrics import Reading as DomainReading
from agreements.models import Concern, Metric
from agreements.permissions import is_member_of_party, may_decline_metric, may_record_reading, spoken_for
from agreements.reports.boxes import FlagBox, boxes
from agreements.reports.courses import target_line
from agreements.reports.metrics import MetricCell, metric_cells, written
from teams.domain.language import say
from teams.models import Person


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A reading beside the value that the line to the target has on its day."""

    on: date
    value: str
    line: str
    is_off_line: bool
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class AssentLine:
    """A party, and who of it said when that the metric matters to them; both None: it was asked."""

    team: str
    person: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class MetricPage:
    """``is_joint`` once every party has assented; until then it is only proposed, and nothing counts it.

    ``notes`` are open concerns about it, mostly "we read this number differently". ``carries`` says which limits of
    other metrics stand on it.
    """

    cell: MetricCell
    readings: tuple[ReadingRow, ...]  # newest first
    baseline: str
    target: str
    bound: str
    carries: tuple[str, ...]
    flags: tuple[FlagBox, ...]
    assents: tuple[AssentLine, ...]
    notes: tuple[Concern, ...]
    is_joint: bool
    is_proposed: bool
    may_add: bool
    may_note: bool
    may_assent: bool
    may_decline: bool

    @property
    def mattering(self) -> tuple[str, ...]:
        """The parties that have said so."""
        return tuple(line.team for line in self.assents if line.at)

    @property
    def asked(self) -> tuple[str, ...]:
        """The parties that have not answered."""
        return tuple(line.team for line in self.assents if not line.at)


def metric_page(*, metric: Metric, viewer: Person, at: datetime, today: date) -> MetricPage:
    """Assemble the page for ``viewer``, who may read ``metric``."""
    (cell,) = metric_cells(metrics=[metric], as_of=today)
    is_active, is_joint = metric.agreement.state == AgreementState.ACTIVE, metric.joint_at is not None
    assents, is_open = assent_lines(metric), is_active and not is_joint
    return MetricPage(
        cell=cell,
        readings=_readings(metric),
        baseline="" if metric.direction == Direction.HOLD else written(metric.baseline, metric.unit),
        target=written(metric.target, metric.unit),
        bound=_bound(metric),
        carries=_carries(metric),
        flags=boxes(Q(metric=metric), viewer=viewer, at=at),
        assents=assents,
        notes=open_notes(metric, viewer=viewer),
        is_joint=is_joint,
        is_proposed=metric.proposed_at is not None and not is_joint,
        may_add=is_active and is_joint and may_record_reading(viewer, metric),
        may_note=is_active and is_joint and is_member_of_party(viewer, metric.agreement),
        may_assent=is_open and _is_asked(viewer, metric, assents),
        may_decline=is_open and may_decline_metric(viewer, metric),
    )


def assent_lines(metric: Metric) -> tuple[AssentLine, ...]:
    """Every party, in the order of the agreement. Two queries."""
    said = {assent.team_id: assent for assent in metric.assents.select_related("person")}
    parties = metric.agreement.parties.select_related("team").order_by("pk")
    return tuple(
        AssentLine(party.team.name, assent.person.name, assent.at)
        if (assent := said.get(party.team_id))
        else AssentLine(party.team.name, None, None)
        for party in parties
    )


def open_notes(metric: Metric, *, viewer: Person) -> tuple[Concern, ...]:
    """Open concerns about ``metric`` that ``viewer`` may read, the latest first."""
    notes = Concern.objects.open().visible_to(viewer).filter(metric=metric)
    return tuple(notes.select_related("raised_by").order_by("-raised_at", "-pk"))


def _is_asked(viewer: Person, metric: Metric, assents: Sequence[AssentLine]) -> bool:
    waiting = {line.team for line in assents if not line.at}
    return any(party.team.name in waiting for party in spoken_for(viewer, metric.agreement).select_related("team"))


def _readings(metric: Metric) -> tuple[ReadingRow, ...]:
    line = target_line(metric)
    rows = metric.readings.select_related("recorded_by").order_by("-on")
    return tuple(
        ReadingRow(
            on=row.on,
            value=written(row.value, metric.unit),
            line=written(line.expected_on(row.on), metric.unit),
            is_off_line=line.is_off_line(DomainReading(row.on, row.value)),
            note=row.note,
            by=row.recorded_by.name,
        )
        for row in rows
    )


def _bound(metric: Metric) -> str:
    if metric.bound is None:
        return ""
    on = metric.bound_on or metric
    side = metric.bound_kind.replace("_", " ")
    return f"{on.name} {side} {written(metric.bound, on.unit)}"


def _carries(metric: Metric) -> tuple[str, ...]:
    """The limits that stand on it for others: ``at least 97%, for “Margin”``."""
    others = metric.agreement.metrics.in_terms().filter(bound_on=metric).exclude(pk=metric.pk).order_by("pk")
    return tuple(
        say(
            "{replace} {written}, for “{name}”",
            replace=other.bound_kind.replace("_", " "),
            written=written(other.bound, metric.unit),
            name=other.name,
        )
        for other in others
        if other.bound is not None
    )
