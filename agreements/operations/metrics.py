"""Joint metrics of a draft, and the readings that follow once the agreement is in force."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from agreements.domain.metrics import Direction
from agreements.models import Agreement, Metric, Reading
from agreements.operations import drift
from agreements.operations.drafts import MetricDraft, ReadingDraft
from agreements.operations.events import record
from agreements.operations.locks import RemovedMeanwhileError, lock_agreement, lock_draft, require_active
from agreements.operations.reading_rows import refuse_rows
from agreements.permissions import may_record_reading
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import (
    fill,
    left_organisation,
    plain,
    refuse,
    values_of,
)

LONGEST_GAP = 366  # days between readings


class NotJointError(RefusalError):
    """Nobody answers for a metric before every party has said that it matters to them."""

    code = "not_joint"


class MetricInUseError(RefusalError):
    """The bound of another metric stands on this one."""

    code = "metric_in_use"


@transaction.atomic
def add_metric(*, actor: Person, at: datetime, agreement: Agreement, draft: MetricDraft) -> Metric:
    """Add a metric to a draft; its line starts on ``starts_on``, else with the agreement, else today."""
    agreement = lock_draft(agreement, actor=actor)
    metric = Metric(agreement=agreement, starts_on=agreement.starts_on or today_of(agreement, at))
    fill_metric(metric, draft)
    metric.save()
    record(agreement=agreement, kind="metric_added", actor=actor, at=at, data=facts_of(metric))
    return metric


@transaction.atomic
def edit_metric(*, actor: Person, at: datetime, metric: Metric, draft: MetricDraft) -> Metric:
    """Replace what a draft says about ``metric``; without a ``starts_on`` its line starts where it did."""
    agreement = lock_draft(metric.agreement, actor=actor)
    metric = fresh_metric(metric, agreement)
    changes = fill_metric(metric, draft)
    if changes:
        metric.revision += 1
        metric.save()
        record(agreement=agreement, kind="metric_edited", actor=actor, at=at, data={**facts_of(metric), **changes})
    return metric


@transaction.atomic
def remove_metric(*, actor: Person, at: datetime, metric: Metric) -> None:
    """Drop ``metric`` from a draft, unless the bound of another one stands on it."""
    agreement = lock_draft(metric.agreement, actor=actor)
    metric = fresh_metric(metric, agreement)
    if Metric.objects.filter(bound_on=metric).exists():
        raise MetricInUseError(
            say("The bound of another metric stands on “{name}”. Change that first.", name=metric.name)
        )
    record(agreement=agreement, kind="metric_removed", actor=actor, at=at, data=facts_of(metric))
    metric.delete()


@transaction.atomic
def record_reading(*, actor: Person, at: datetime, metric: Metric, on: date, value: Decimal, note: str = "") -> Reading:
    """Write the value of ``metric`` on a day up to today; another reading of that day is replaced."""
    rows = [ReadingDraft(on=on, value=value, note=note)]
    return record_readings(actor=actor, at=at, metric=metric, rows=rows)[0]


@transaction.atomic
def record_readings(*, actor: Person, at: datetime, metric: Metric, rows: Sequence[ReadingDraft]) -> list[Reading]:
    """Write many readings of ``metric``, all of them or none, in one event.

    Raises InvalidValueError, which names the row (from 1) when there are several.
    """
    agreement = lock_agreement(metric.agreement)
    metric = fresh_metric(metric, agreement)
    if not may_record_reading(actor, metric):
        raise ForbiddenError(say("Only its reporter and members of a party can record a reading."))
    require_active(agreement)
    if metric.joint_at is None:
        raise NotJointError(
            say("“{name}” is not joint yet: every party says first that it matters to them.", name=metric.name)
        )
    readings = [Reading(metric=metric, recorded_by=actor, recorded_at=at, **values_of(row)) for row in rows]
    refuse_rows(readings, today=today_of(agreement, at))
    was = dict(metric.readings.filter(on__in=[row.on for row in rows]).values_list("on", "value"))
    _upsert(readings)
    Metric.objects.filter(pk=metric.pk).update(looked_at=None)  # its forecast is to be counted again
    entries = [_entry(reading, was.get(reading.on)) for reading in readings]
    data = facts_of(metric) | {"readings": entries}
    record(agreement=agreement, kind="reading_recorded", actor=actor, at=at, data=data)
    drift.refresh(agreement=agreement, at=at)
    return readings


def fresh_metric(metric: Metric, agreement: Agreement) -> Metric:
    """The metric again, now that ``agreement`` is held: whoever changes a metric holds it."""
    fresh = Metric.objects.select_related("reporter", "bound_on").filter(pk=metric.pk).first()
    if fresh is None:
        raise RemovedMeanwhileError(say("This metric has just been removed."))
    fresh.agreement = agreement
    return fresh


def fill_metric(metric: Metric, draft: MetricDraft) -> Mapping[str, object]:
    """Set what ``draft`` says, unsaved, and return what changed; a bound on the metric itself names no other."""
    values = values_of(draft) | {"bound_kind": draft.bound_kind or ""}
    if draft.starts_on is None:
        del values["starts_on"]
    if draft.bound_on == metric:
        values["bound_on"] = None
    changes = fill(metric, values)
    refuse(left_organisation(reporter=draft.reporter))
    refuse(problems_with(metric))
    return changes


def problems_with(metric: Metric) -> dict[str, list[str]]:
    """Return sentences by field about what does not go together in ``metric``, saved or not."""
    namesakes = Metric.objects.filter(agreement=metric.agreement, name=metric.name).exclude(pk=metric.pk)
    rules = [
        ("name", namesakes.exists(), say("The agreement has a metric of this name already.")),
        ("target_on", metric.target_on <= metric.starts_on, say("The target lies after the day it starts from.")),
        (
            "target",
            _leads_away(metric),
            say("This target does not lead {direction} from the baseline.", direction=metric.direction),
        ),
        ("every_days", not 1 <= metric.every_days <= LONGEST_GAP, say("Read it every 1 to 366 days.")),
        ("bound_kind", metric.bound is not None and not metric.bound_kind, say("Say at least or at most.")),
        ("bound", metric.bound is None and _names_a_bound(metric), say("Give the bound its value.")),
        ("bound_on", _is_foreign(metric, metric.bound_on), say("The bound stands on a metric of this agreement.")),
    ]
    return {field: [sentence] for field, is_broken, sentence in rules if is_broken}


def _leads_away(metric: Metric) -> bool:
    if metric.direction == Direction.UP:
        return metric.target < metric.baseline
    return metric.direction == Direction.DOWN and metric.target > metric.baseline


def _names_a_bound(metric: Metric) -> bool:
    return bool(metric.bound_kind) or metric.bound_on is not None


def _is_foreign(metric: Metric, other: Metric | None) -> bool:
    return other is not None and other.agreement_id != metric.agreement_id


def today_of(agreement: Agreement, at: datetime) -> date:
    return local_date(at, zone=zone(agreement.time_zone))


def facts_of(metric: Metric) -> dict[str, object]:
    return {"metric": metric.pk, "name": metric.name}


def _upsert(readings: Sequence[Reading]) -> None:
    Reading.objects.bulk_create(
        readings,
        update_conflicts=True,
        unique_fields=["metric", "on"],
        update_fields=["value", "note", "recorded_by", "recorded_at"],
    )


def _entry(reading: Reading, was: Decimal | None) -> dict[str, object]:
    return {"on": plain(reading.on), "value": plain(reading.value), "was": plain(was)}
