"""The figures of the executive page as its drawings take them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from agreements.domain import plots
from agreements.domain.commitments import Outcome
from agreements.domain.counting import CAME_DUE, Outcomes, Weeks
from agreements.reports.dashboard.links import came_due_rows, decided_rows
from agreements.reports.dashboard.trend import Strip, Trend, WeekBar

WORDS = {
    Outcome.KEPT: "kept as agreed",
    Outcome.ADJUSTED_EARLY: "adjusted early",
    Outcome.ADJUSTED_LATE: "at short notice",
    Outcome.LAPSED: "lapsed",
}
NAMED = 4  # of the columns in a strip, so many have their day written below
MOST_COLUMNS = 26  # beyond these a column is four weeks
MONTH = 4
LEAST_POINTS = 6  # of a trend, so that two weeks do not look like a long time


@dataclass(frozen=True, slots=True)
class Count:
    """One part of what came due, and where its rows are."""

    code: str
    value: int
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class WeekColumn:
    """A week of the strip, or four of them in a year: its parts, what fills its box, whether its day is below."""

    begins_on: date
    is_present: bool
    outcomes: Outcomes
    made: int
    most: int
    is_named: bool
    address: str

    @property
    def shares(self) -> tuple[plots.Share, ...]:
        return shares(self.outcomes)

    @property
    def words(self) -> str:
        """``3 kept as agreed, 1 lapsed; 4 made``."""
        parts = [f"{count} {WORDS[outcome]}" for outcome, count in _parts(self.outcomes) if count]
        return f"{', '.join(parts) or 'none'}; {self.made} made"


def shares(outcomes: Outcomes) -> tuple[plots.Share, ...]:
    """The parts of a bar, those that are none left out."""
    return tuple(plots.Share(count, outcome) for outcome, count in _parts(outcomes) if count)


def counts(outcomes: Outcomes, *, weeks: Weeks, asked: str = "") -> tuple[Count, ...]:
    """The same in words; short notice is told only where there was some. ``asked``: teams, as lists take them."""
    return tuple(
        Count(outcome, count, WORDS[outcome], came_due_rows(weeks, outcome=outcome, teams=asked))
        for outcome, count in _parts(outcomes)
        if count or outcome is not Outcome.ADJUSTED_LATE
    )


def rate_plot(trend: Trend) -> plots.Trend:
    """The kept rate to draw from where there is one, its scale fitted."""
    points = tuple(plots.TrendPoint(point.ends_on, point.kept, point.in_time) for point in trend.points)
    first = next((index for index, point in enumerate(points) if point.value is not None), 0)
    points = points[min(first, max(len(points) - LEAST_POINTS, 0)) :]
    return plots.fitted(plots.Trend(points, "kept", "in time", band_low=trend.low, band_high=trend.high))


def rate_words(trend: Trend) -> str:
    """The same in a sentence; nothing while there is too little to say."""
    latest = trend.latest
    if latest is None:
        return ""
    first = next(point for point in trend.points if point.kept is not None)
    until = f"In the four weeks to {latest.ends_on:%-d %B}, {latest.kept}% were kept and {latest.in_time}% in time"
    return f"{until}; in those to {first.ends_on:%-d %B} {first.kept}% and {first.in_time}%."


def columns(strip: Strip) -> tuple[WeekColumn, ...]:
    """The strip from the first column in which something came due or was made; none where nothing ever did."""
    size = 1 if len(strip.bars) <= MOST_COLUMNS else MONTH
    spans = [strip.bars[max(end - size, 0) : end] for end in range(len(strip.bars), 0, -size)]
    found = [_column(span) for span in reversed(spans)]
    while found and not (found[0].outcomes.came_due or found[0].made):
        found.pop(0)
    most = max((max(one.outcomes.came_due, one.made) for one in found), default=0)
    every = max(round(len(found) / NAMED), 1)
    return tuple(
        replace(one, most=most, is_named=(len(found) - 1 - index) % every == 0) for index, one in enumerate(found)
    )


def _column(span: Sequence[WeekBar]) -> WeekColumn:
    return WeekColumn(
        begins_on=span[0].begins_on,
        is_present=span[-1].is_present,
        outcomes=sum((bar.outcomes for bar in span), Outcomes()),
        made=sum(bar.made for bar in span),
        most=0,
        is_named=False,
        address=decided_rows(
            span[0].begins_on, None if span[-1].is_present else span[-1].ends_on, teams=span[-1].asked
        ),
    )


def _parts(outcomes: Outcomes) -> tuple[tuple[Outcome, int], ...]:
    return tuple((outcome, getattr(outcomes, outcome.value)) for outcome in CAME_DUE)
