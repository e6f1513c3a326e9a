"""What words may be about: each line and each metric of the terms, and all that the terms know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.domain.cadence import Frequency
from agreements.domain.readback.amounts import Amount, amount
from agreements.domain.readback.dates import named_dates
from agreements.domain.readback.days import Days
from agreements.domain.readback.grammar import Reader
from agreements.domain.readback.quantities import amounts_in
from agreements.domain.readback.recorded import Line, Recorded
from agreements.domain.readback.spans import Taken
from agreements.domain.readback.words import content
from agreements.domain.terms import CadenceTerms, MetricTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A line, or a metric (`line` is None), with the stems and the facts by which words are known to be about it."""

    name: str
    line: Line | None
    is_own: bool
    stems: frozenset[str]
    more_stems: frozenset[str]  # of done-when
    due_on: date | None
    days: tuple[Days, ...]  # that its own texts name
    amounts: tuple[Amount, ...]

    @property
    def commitment(self) -> int | None:
        """Return the id of its commitment, None for a metric."""
        return self.line.commitment if self.line else None

    @property
    def measures_time(self) -> bool:
        """Whether "in 30 days" about it is no date."""
        return any(each.is_time for each in self.amounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All targets, and what the terms say beside them: days and amounts that no line is measured by."""

    targets: tuple[Target, ...]
    days: frozenset[date]
    amounts: tuple[Amount, ...]

    @property
    def every_amount(self) -> tuple[Amount, ...]:
        """Return every amount that the terms name."""
        return (*self.amounts, *(each for target in self.targets for each in target.amounts))

    @property
    def every_day(self) -> frozenset[date]:
        """Return every day that the terms name."""
        due = {target.due_on for target in self.targets}
        needed = {target.line.needed_by for target in self.targets if target.line}
        return self.days | {day for day in due | needed if day}


def known_in(terms: Recorded, *, own: frozenset[int], reader: Reader) -> Known:
    """Return what `terms` know, as the writer of the lines `own` sees it."""
    return Known(
        targets=(
            *(_of_line(line, own, reader) for line in terms.lines),
            *(_of_metric(metric, reader) for metric in terms.metrics),
        ),
        days=terms.days | {reader.today} | {metric.starts_on for metric in terms.metrics},
        amounts=tuple(_beside_lines(terms, reader)),
    )


def _of_line(line: Line, own: frozenset[int], reader: Reader) -> Target:
    text = f"{line.deliverable}\n{line.done_when}"
    stems = content(line.deliverable)
    return Target(
        name=line.deliverable,
        line=line,
        is_own=line.commitment in own,
        stems=stems,
        more_stems=content(line.done_when) - stems,
        due_on=line.due_on,
        days=_days(text, reader),
        amounts=_amounts(text, reader),
    )


def _of_metric(metric: MetricTerms, reader: Reader) -> Target:
    values = (metric.target, metric.bound, metric.baseline)
    return Target(
        name=metric.name,
        line=None,
        is_own=False,
        stems=content(metric.name),
        more_stems=frozenset(),
        due_on=metric.target_on,
        days=_days(metric.name, reader),
        amounts=(
            *(amount(value, metric.unit) for value in values if value is not None),
            *_amounts(metric.name, reader),
        ),
    )


def _days(text: str, reader: Reader) -> tuple[Days, ...]:
    mentions = named_dates(text, reader=reader, taken=Taken())
    return tuple(mention.meaning for mention in mentions if isinstance(mention.meaning, Days))


def _amounts(text: str, reader: Reader) -> tuple[Amount, ...]:
    taken = Taken()
    list(named_dates(text, reader=reader, taken=taken))
    return tuple(each for start, end, each in amounts_in(text) if taken.take(start, end))


def _beside_lines(terms: Recorded, reader: Reader) -> Iterator[Amount]:
    for text in terms.texts:
        yield from _amounts(text, reader)
    days = {lag for line in terms.lines for lag in line.lags} | {metric.every_days for metric in terms.metrics}
    if terms.notice_days is not None:
        yield amount(Decimal(terms.notice_days), "working days")
        days.add(terms.notice_days)
    yield from (amount(Decimal(count), "days") for count in sorted(days))
    if terms.cadence:
        yield from _of_cadence(terms.cadence)


def _of_cadence(cadence: CadenceTerms) -> Iterator[Amount]:
    unit = "weeks" if cadence.frequency == Frequency.WEEKLY else "months"
    yield amount(Decimal(cadence.interval), unit)
    yield amount(Decimal(cadence.minutes), "minutes")
