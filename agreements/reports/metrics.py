"""Joint metrics as cells of a page: the latest value, its state in words, where it is heading, and the plot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from agreements.domain import metrics as domain
from agreements.domain.forecasts import Forecast
from agreements.domain.metric_plots import MetricPlot
from agreements.models import Metric
from agreements.reports.courses import Course, bound_of, courses, own_bound, plot_of, read_courses
from teams.domain.language import say

RUN_OFF_LINE = 4  # readings running, as the rule metric_off_course counts them


@dataclass(frozen=True, slots=True)
class MetricCell:
    """``value`` is the latest reading as text, None before the first; ``of`` says what it is measured against.

    ``heading`` is where it will be on its target day, with its interval; empty before four readings, and once that
    day is read. ``says`` is the whole plot in one sentence.
    """

    pk: int
    name: str
    unit: str
    value: str | None
    of: str
    state: str
    words: str
    read_on: date | None
    heading: str
    says: str
    plot: MetricPlot


def metric_cells(*, metrics: Iterable[Metric], as_of: date) -> tuple[MetricCell, ...]:
    """The cells of ``metrics``, in their order; one query for all readings."""
    return tuple(_cell(course) for course in courses(metrics, as_of=as_of))


def read_cells(metrics: QuerySet[Metric], *, as_of: date) -> tuple[tuple[Metric, MetricCell], ...]:
    """The same of a few metrics that are not read yet, each beside its cell; one query in all."""
    return tuple((course.metric, _cell(course)) for course in read_courses(metrics, as_of=as_of))


def written(value: Decimal, unit: str) -> str:
    """A value as people read it, at most one decimal: ``31%``, ``3.2 h``, ``318``."""
    rounded = round(value, 1)
    number = f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


def in_words(foreseen: Forecast, unit: str) -> str:
    """``470 trials (440 to 505)``; one number where there is no doubt."""
    told = foreseen.rounded()
    if told.low == told.high or foreseen.low == foreseen.high:
        return written(told.value, unit)
    return say(
        "{written} ({least} to {most})",
        written=written(told.value, unit),
        least=written(told.low, ""),
        most=written(told.high, ""),
    )


def _cell(course: Course) -> MetricCell:
    metric, latest, foreseen = course.metric, course.latest, course.foreseen
    state, words = _state(course)
    value, of = written(latest.value, metric.unit) if latest else None, _measure(metric, is_read=latest is not None)
    towards = f"{in_words(foreseen, metric.unit)} by {metric.target_on:%-d %b}" if foreseen else ""
    heading = say("heading for {towards}", towards=towards) if towards else ""
    return MetricCell(
        pk=metric.pk,
        name=metric.name,
        unit=metric.unit,
        value=value,
        of=of,
        state=state,
        words=words,
        read_on=latest.on if latest else None,
        heading=heading,
        says=_sentence(course, of, words, heading),
        plot=plot_of(course, state=state),
    )


def _sentence(course: Course, of: str, words: str, heading: str) -> str:
    if course.latest is None:
        return f"{words}: {of}."
    return f"{'; '.join(filter(None, [_so_far(course), _uncapped(words), heading]))}."


def _so_far(course: Course) -> str:
    """The first reading and the latest."""
    assert course.latest is not None
    first, latest, unit = course.readings[0], course.latest, course.metric.unit
    now = f"{written(latest.value, unit)} on {latest.on:%-d %b}"
    if len(course.readings) == 1:
        return say("The only reading is {now}", now=now)
    return f"{written(first.value, unit)} on {first.on:%-d %b}, {now}, {len(course.readings)} readings in all"


def _uncapped(words: str) -> str:
    return words[:1].lower() + words[1:]


def _measure(metric: Metric, *, is_read: bool) -> str:
    """What the latest value is read against: the target and its day, or the level to hold."""
    bound = own_bound(metric)
    if metric.direction != domain.Direction.HOLD:
        target = written(metric.target, "%" if metric.unit == "%" else "")
        return f"{'of' if is_read else 'to reach'} {target} by {metric.target_on:%-d %b}"
    level = say("to hold {written}", written=written(metric.target, metric.unit))
    if bound is None:
        return level
    side = say("never below") if bound.kind is domain.BoundKind.AT_LEAST else say("never above")
    return f"{level}, {side} {written(bound.value, metric.unit)}"


def _state(course: Course) -> tuple[str, str]:
    """A broken bound comes first, wherever it stands: reaching the target does not make up for it."""
    metric, latest = course.metric, course.latest
    bound = bound_of(metric)
    if bound and course.guarded and bound.is_broken_by(course.guarded[-1].value):
        return "out_of_bound", _broken(metric, bound)
    if latest is None:
        return "stale", say("No readings yet")
    silent = course.as_of - latest.on
    if silent > timedelta(days=2 * metric.every_days):
        return "stale", say("No reading for {days} days", days=silent.days)
    return _against_line(course.line, course.readings)


def _broken(metric: Metric, bound: domain.Bound) -> str:
    if metric.bound_on is None or metric.bound_on_id == metric.pk:
        return say("Outside the limit")
    side = "under" if bound.kind is domain.BoundKind.AT_LEAST else "over"
    return say(
        "Off track: {name} {side} {written}",
        name=metric.bound_on.name,
        side=side,
        written=written(bound.value, metric.bound_on.unit),
    )


def _against_line(line: domain.TargetLine, readings: Sequence[domain.Reading]) -> tuple[str, str]:
    if line.direction is domain.Direction.HOLD:
        return _against_band(line, readings)
    side = "above" if line.direction is domain.Direction.DOWN else "below"
    run = line.readings_off_line(readings)
    if run >= RUN_OFF_LINE:
        return "off_course", say("{capitalize} the line for {run} readings", capitalize=side.capitalize(), run=run)
    if run:
        return "just_under", say("Just off the line") if side == "above" else say("Just under the line")
    return ("inside", say("On the line")) if line.misses_target(readings[-1].value) else ("met", say("At the target"))


def _against_band(line: domain.TargetLine, readings: Sequence[domain.Reading]) -> tuple[str, str]:
    run = line.readings_off_line(readings)
    if run >= RUN_OFF_LINE:
        return "off_course", say("Outside the band for {run} readings", run=run)
    return ("just_under", say("Just outside the band")) if run else ("inside", say("Inside the band"))
