"""The page of one joint metric: value against target, the chart, every reading."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from agreements.domain.agreements import AgreementState
from agreements.domain.metrics import Direction
from agreements.domain.metrics import Reading as DomainReading
from agreements.models import Metric
from agreements.permissions import may_record_reading
from agreements.reports.boxes import FlagBox, boxes
from agreements.reports.metrics import MetricCell, metric_cells, target_line, written
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
class MetricPage:
    cell: MetricCell
    readings: tuple[ReadingRow, ...]  # newest first
    baseline: str
    target: str
    bound: str
    may_add: bool
    flags: tuple[FlagBox, ...]


def metric_page(*, metric: Metric, viewer: Person, at: datetime, today: date) -> MetricPage:
    """Assemble the page for ``viewer``, who may read ``metric``."""
    (cell,) = metric_cells(metrics=[metric], as_of=today)
    is_active = metric.agreement.state == AgreementState.ACTIVE
    return MetricPage(
        cell=cell,
        readings=_readings(metric),
        baseline="" if metric.direction == Direction.HOLD else written(metric.baseline, metric.unit),
        target=written(metric.target, metric.unit),
        bound=_bound(metric),
        may_add=is_active and may_record_reading(viewer, metric),
        flags=boxes(Q(metric=metric), viewer=viewer, at=at),
    )


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
