"""The course of a joint metric: its readings, those that its bound stands on, where it is heading, and its plot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

from agreements.domain import metrics as domain
from agreements.domain.forecasts import Forecast, forecast
from agreements.domain.metric_plots import MetricPlot
from agreements.models import Metric, Reading

AS_TEXT = Cast(F("value"), TextField())  # no digit of it is lost on the way


@dataclass(frozen=True, slots=True)
class Course:
    """A metric with its readings up to ``as_of``, oldest first, and those of the one that its bound stands on.

    ``foreseen`` is for its target day: None before four readings, and once that day is read.
    """

    metric: Metric
    readings: Sequence[domain.Reading]
    guarded: Sequence[domain.Reading]
    foreseen: Forecast | None
    as_of: date

    @property
    def line(self) -> domain.TargetLine:
        return target_line(self.metric)

    @property
    def latest(self) -> domain.Reading | None:
        return self.readings[-1] if self.readings else None


def courses(metrics: Iterable[Metric], *, as_of: date) -> tuple[Course, ...]:
    """The courses of ``metrics`` up to ``as_of``, in their order; one query for all readings."""
    found = list(metrics)
    known = _readings({metric.pk for metric in found} | {metric.bound_on_id or metric.pk for metric in found}, as_of)
    return tuple(_course(one, known[one.pk], known[one.bound_on_id or one.pk], as_of) for one in found)


def read_courses(metrics: QuerySet[Metric], *, as_of: date) -> tuple[Course, ...]:
    """The same of a few metrics that are not read yet, in one query with their readings."""
    known = Reading.objects.filter(on__lte=as_of).order_by("on").values_list(JSONObject(on="on", value=AS_TEXT))
    found = metrics.annotate(
        read=ArraySubquery(known.filter(metric=OuterRef("pk"))),
        bound_read=ArraySubquery(known.filter(metric=OuterRef("bound_on"))),
    )
    return tuple(
        _course(one, _read(vars(one)["read"]), _read(vars(one)["bound_read" if one.bound_on_id else "read"]), as_of)
        for one in found
    )


def _course(
    metric: Metric, readings: Sequence[domain.Reading], guarded: Sequence[domain.Reading], as_of: date
) -> Course:
    return Course(metric, readings, guarded, _foreseen(metric, readings), as_of)


def _read(rows: Iterable[Mapping[str, str]]) -> list[domain.Reading]:
    return [domain.Reading(date.fromisoformat(row["on"]), Decimal(row["value"])) for row in rows]


def target_line(metric: Metric) -> domain.TargetLine:
    return domain.TargetLine(
        direction=domain.Direction(metric.direction),
        baseline=metric.baseline,
        starts_on=metric.starts_on,
        target=metric.target,
        target_on=metric.target_on,
    )


def bound_of(metric: Metric) -> domain.Bound | None:
    return None if metric.bound is None else domain.Bound(domain.BoundKind(metric.bound_kind), metric.bound)


def own_bound(metric: Metric) -> domain.Bound | None:
    """The bound on the metric's own value; one that stands on another metric is judged there."""
    return bound_of(metric) if metric.bound_on_id in {None, metric.pk} else None


def plot_of(course: Course, *, state: str) -> MetricPlot:
    """The plot of ``course``, coloured by ``state``, a code word."""
    metric, readings = course.metric, course.readings
    foreseen = course.foreseen.rounded() if course.foreseen else None
    holds, bound = metric.direction == domain.Direction.HOLD, own_bound(metric)
    low, high = _band(course.line, bound)
    return MetricPlot(
        readings=tuple(readings),
        starts_on=min([metric.starts_on, *(reading.on for reading in readings[:1])]),
        ends_on=max([metric.target_on, *(reading.on for reading in readings[-1:])]),
        state=state,
        target=float(metric.target),
        baseline=None if holds else float(metric.baseline),
        line_from=metric.starts_on,
        line_to=metric.target_on,
        band_low=low,
        band_high=high,
        bound=float(bound.value) if bound else None,
        forecast=float(foreseen.value) if foreseen else None,
        forecast_low=float(foreseen.low) if foreseen else None,
        forecast_high=float(foreseen.high) if foreseen else None,
    )


def _foreseen(metric: Metric, readings: Sequence[domain.Reading]) -> Forecast | None:
    is_read = bool(readings) and readings[-1].on >= metric.target_on
    return None if is_read else forecast(readings, on=metric.target_on)


def _readings(metrics: set[int], as_of: date) -> Mapping[int, Sequence[domain.Reading]]:
    """By metric, oldest first."""
    found: dict[int, list[domain.Reading]] = {metric: [] for metric in metrics}
    rows = Reading.objects.filter(metric__in=metrics, on__lte=as_of).order_by("on")
    for metric, on, value in rows.values_list("metric", "on", "value"):
        found[metric].append(domain.Reading(on, value))
    return found


def _band(line: domain.TargetLine, bound: domain.Bound | None) -> tuple[float | None, float | None]:
    """Where values are good: about a level to hold, and on the right side of the bound. None: open at that end."""
    low, high = line.tolerated if line.direction is domain.Direction.HOLD else (None, None)
    if bound is not None and bound.kind is domain.BoundKind.AT_LEAST:
        low = bound.value if low is None else max(low, bound.value)
    if bound is not None and bound.kind is domain.BoundKind.AT_MOST:
        high = bound.value if high is None else min(high, bound.value)
    return None if low is None else float(low), None if high is None else float(high)
