"""Joint metrics as cells of a page: the latest value, its state in words, and the plot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from agreements.domain import metrics as domain
from agreements.domain.forecasts import Forecast, forecast
from agreements.domain.plots import MetricPlot
from agreements.models import Metric, Reading

RUN_OFF_LINE = 4  # readings running, as the rule metric_off_course counts them


@dataclass(frozen=True, slots=True)
class MetricCell:
    """``value`` is the latest reading as text, None before the first; ``of`` says what it is measured against."""

    pk: int
    name: str
    value: str | None
    of: str
    state: str
    words: str
    read_on: date | None
    forecast: str | None
    plot: MetricPlot


def metric_cells(*, metrics: Iterable[Metric], as_of: date) -> tuple[MetricCell, ...]:
    """The cells of ``metrics``, in their order; one query for all readings."""
    found = list(metrics)
    readings: dict[int, list[domain.Reading]] = {metric.pk: [] for metric in found}
    rows = Reading.objects.filter(metric__in=readings, on__lte=as_of).order_by("on")
    for metric_id, on, value in rows.values_list("metric", "on", "value"):
        readings[metric_id].append(domain.Reading(on, value))
    return tuple(_cell(metric, readings[metric.pk], as_of) for metric in found)


def target_line(metric: Metric) -> domain.TargetLine:
    return domain.TargetLine(
        direction=domain.Direction(metric.direction),
        baseline=metric.baseline,
        starts_on=metric.starts_on,
        target=metric.target,
        target_on=metric.target_on,
    )


def own_bound(metric: Metric) -> domain.Bound | None:
    """The bound on the metric's own value; one that stands on another metric is judged there."""
    if metric.bound is None or metric.bound_on_id not in {None, metric.pk}:
        return None
    return domain.Bound(domain.BoundKind(metric.bound_kind), metric.bound)


def _cell(metric: Metric, readings: Sequence[domain.Reading], as_of: date) -> MetricCell:
    line, latest = target_line(metric), readings[-1] if readings else None
    state, words = _state(metric, line, readings, as_of)
    foreseen = forecast(readings, on=metric.target_on)
    return MetricCell(
        pk=metric.pk,
        name=metric.name,
        value=written(latest.value, metric.unit) if latest else None,
        of=_measure(metric, is_read=latest is not None),
        state=state,
        words=words,
        read_on=latest.on if latest else None,
        forecast=written(foreseen.value, metric.unit) if foreseen else None,
        plot=_plot(metric, readings, state, foreseen),
    )


def _measure(metric: Metric, *, is_read: bool) -> str:
    """What the latest value is read against: the target and its day, or the level to hold."""
    bound = own_bound(metric)
    if metric.direction != domain.Direction.HOLD:
        return f"{'of' if is_read else 'to reach'} {written(metric.target, metric.unit)} by {metric.target_on:%-d %b}"
    if bound is None:
        return f"to hold {written(metric.target, metric.unit)}"
    side = "or more" if bound.kind is domain.BoundKind.AT_LEAST else "or less"
    return f"{written(bound.value, metric.unit)} {side}"


def written(value: Decimal, unit: str) -> str:
    """A value as people read it, at most one decimal: ``31%``, ``3.2 h``, ``318``."""
    rounded = round(value, 1)
    number = f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


def _state(metric: Metric, line: domain.TargetLine, readings: Sequence[domain.Reading], as_of: date) -> tuple[str, str]:
    if not readings:
        return "stale", "No readings yet"
    bound, latest = own_bound(metric), readings[-1]
    if bound and bound.is_broken_by(latest.value):
        return "out_of_bound", "Outside the limit"
    silent = as_of - latest.on
    if silent > timedelta(days=2 * metric.every_days):
        return "stale", f"No reading for {silent.days} days"
    return _against_line(line, readings)


def _against_line(line: domain.TargetLine, readings: Sequence[domain.Reading]) -> tuple[str, str]:
    side = "above" if line.direction is domain.Direction.DOWN else "below"
    run = line.readings_off_line(readings)
    if run >= RUN_OFF_LINE:
        return "off_course", f"{side.capitalize()} the line for {run} readings"
    if run:
        return "just_under", "Just off the line" if side == "above" else "Just under the line"
    if line.direction is not domain.Direction.HOLD and not line.misses_target(readings[-1].value):
        return "met", "At the target"
    return "inside", "On the line"


def _plot(metric: Metric, readings: Sequence[domain.Reading], state: str, foreseen: Forecast | None) -> MetricPlot:
    holds = metric.direction == domain.Direction.HOLD
    bound = own_bound(metric)
    return MetricPlot(
        readings=tuple(readings),
        starts_on=min([metric.starts_on, *(reading.on for reading in readings[:1])]),
        ends_on=max([metric.target_on, *(reading.on for reading in readings[-1:])]),
        state=state,
        target=float(metric.target),
        baseline=None if holds else float(metric.baseline),
        bound=float(bound.value) if bound else None,
        forecast=float(foreseen.value) if foreseen else None,
    )
