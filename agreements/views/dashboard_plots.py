"""The figures of the executive page as its drawings take them."""

from dataclasses import dataclass

from agreements.domain import plots
from agreements.domain.commitments import Outcome
from agreements.domain.counting import CAME_DUE, Outcomes, Weeks
from agreements.reports.dashboard.links import came_due_rows
from agreements.reports.dashboard.trend import Strip, Trend, WeekBar

WORDS = {
    Outcome.KEPT: "kept as agreed",
    Outcome.ADJUSTED_EARLY: "adjusted early",
    Outcome.ADJUSTED_LATE: "at short notice",
    Outcome.LAPSED: "lapsed",
}
NAMED = 6  # of the weeks in a strip, so many have their day written below


@dataclass(frozen=True, slots=True)
class Count:
    """One part of what came due, and where its rows are."""

    code: str
    value: int
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class WeekColumn:
    """A week of the strip: its parts, what fills its box, and whether its day is written below."""

    week: WeekBar
    shares: tuple[plots.Share, ...]
    most: int
    is_named: bool
    words: str


def shares(outcomes: Outcomes) -> tuple[plots.Share, ...]:
    """The parts of a bar, those that are none left out."""
    return tuple(plots.Share(count, outcome) for outcome, count in _parts(outcomes) if count)


def counts(outcomes: Outcomes, *, weeks: Weeks) -> tuple[Count, ...]:
    """The same in words; short notice is told only where there was some."""
    return tuple(
        Count(outcome, count, WORDS[outcome], came_due_rows(weeks, outcome=outcome))
        for outcome, count in _parts(outcomes)
        if count or outcome is not Outcome.ADJUSTED_LATE
    )


def rate_plot(trend: Trend) -> plots.Trend:
    """The kept rate to draw, its scale fitted."""
    points = tuple(plots.TrendPoint(point.ends_on, point.kept, point.in_time) for point in trend.points)
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
    """The weeks from the first in which something came due or was made; none where nothing ever did."""
    bars = strip.bars
    first = next((index for index, bar in enumerate(bars) if bar.outcomes.came_due or bar.made), len(bars))
    most = max((max(bar.outcomes.came_due, bar.made) for bar in bars), default=0)
    every = max(round(len(bars) / NAMED), 1)
    return tuple(
        WeekColumn(bar, shares(bar.outcomes), most, (len(bars) - 1 - index) % every == 0, week_words(bar))
        for index, bar in enumerate(bars)
        if index >= first
    )


def week_words(bar: WeekBar) -> str:
    """``3 kept as agreed, 1 lapsed; 4 made``."""
    parts = [f"{count} {WORDS[outcome]}" for outcome, count in _parts(bar.outcomes) if count]
    return f"{', '.join(parts) or 'none'}; {bar.made} made"


def _parts(outcomes: Outcomes) -> tuple[tuple[Outcome, int], ...]:
    return tuple((outcome, getattr(outcomes, outcome.value)) for outcome in CAME_DUE)
