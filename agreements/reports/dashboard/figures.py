"""The four numbers under the sentence, each with its course over the weeks."""

from dataclasses import dataclass, replace

from agreements.domain.commitments import Outcome
from agreements.domain.counting import Outcomes, Rate, Weeks, week_of
from agreements.reports.dashboard.links import came_due_rows, open_rows
from agreements.reports.dashboard.matrix import Matrix
from agreements.reports.dashboard.tallies import Stood, Tallies
from agreements.reports.dashboard.trend import rolling


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """``value`` as shown (`83%`, `2 of 3`, `5`) and ``of`` what stands beside it (`6 of 8`, `of 62 open`).

    ``series``: a point a week, oldest first, in per cent or as a count; None where there is too little to say.
    ``change`` against the same weeks before, in points or as a count; None without both. ``is_better`` says which
    way it went, None for neither. ``code`` names its definition; ``address`` leads to the rows behind its first
    number, or to its definition where it has none.
    """

    code: str
    title: str
    value: str
    of: str
    series: tuple[int | None, ...]
    change: int | None
    change_words: str
    is_better: bool | None
    address: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What the four numbers are worked out from; ``is_shown``: it is about people enough."""

    found: Tallies
    weeks: Weeks
    owed: Matrix
    is_shown: bool
    asked: str = ""  # the teams that it is about, as lists take them

    @property
    def now(self) -> Outcomes:
        return self.found.over(self.weeks.mondays)

    @property
    def before(self) -> Outcomes:
        return self.found.over(self.weeks.before.mondays)

    @property
    def rolled(self) -> tuple[Outcomes, ...]:
        return tuple(rolling(self.found, monday) for monday in self.weeks.mondays)

    def shown(self, rate: Rate) -> Rate:
        return replace(rate, is_shown=self.is_shown)


def figures_of(basis: Basis) -> tuple[Figure, ...]:
    """Kept as agreed, changed before, drifting now, on cadence."""
    return _kept(basis), _changed(basis), _drifting(basis), _on_cadence(basis)


def answered(found: Tallies, weeks: Weeks) -> Rate:
    """Of those asked before the syncs of some weeks, those who answered."""
    stood = [found.stood.get(monday, Stood()) for monday in weeks.mondays]
    return Rate(sum(one.answered for one in stood), sum(one.asked for one in stood))


def _kept(basis: Basis) -> Figure:
    rate = basis.shown(basis.now.kept_rate)
    series = tuple(basis.shown(one.kept_rate).percent for one in basis.rolled)
    address = came_due_rows(basis.weeks, outcome=Outcome.KEPT, teams=basis.asked)
    return _of_rate("kept_rate", "Kept as agreed", rate, basis.shown(basis.before.kept_rate), series, address, basis)


def _changed(basis: Basis) -> Figure:
    rate = basis.shown(basis.now.changed_before)
    series = tuple(basis.shown(one.changed_before).percent for one in basis.rolled)
    title, before = "Changed before the date, not after", basis.shown(basis.before.changed_before)
    address = came_due_rows(basis.weeks, outcome=Outcome.ADJUSTED_EARLY, teams=basis.asked)
    return _of_rate("changed_before", title, rate, before, series, address, basis)


def _on_cadence(basis: Basis) -> Figure:
    stood = [basis.found.stood.get(monday, Stood()) for monday in basis.weeks.mondays]
    series = tuple(basis.shown(Rate(one.answered, one.asked)).percent for one in stood)
    rate, before = answered(basis.found, basis.weeks), answered(basis.found, basis.weeks.before)
    code, title = "on_cadence", "Check-ins on cadence"
    figure = _of_rate(code, title, basis.shown(rate), basis.shown(before), series, f"/help/#counts-{code}", basis)
    return figure if rate.whole else replace(figure, value="none asked")


def _of_rate(
    code: str,
    title: str,
    rate: Rate,
    before: Rate,
    series: tuple[int | None, ...],
    address: str,
    basis: Basis,
) -> Figure:
    is_known = rate.percent is not None and before.percent is not None
    change = (rate.percent or 0) - (before.percent or 0) if is_known else None
    return Figure(
        code=code,
        title=title,
        value=rate.words,
        of=f"{rate.part} of {rate.whole}" if rate.percent is not None else "",
        series=series,
        change=change,
        change_words=_points(change, basis.weeks.count),
        is_better=change > 0 if change else None,
        address=address,
    )


def _points(change: int | None, weeks: int) -> str:
    """``4 points on the 12 weeks before``; nothing where there is nothing to set it against."""
    if change is None:
        return ""
    if not change:
        return f"as in the {weeks} weeks before"
    return f"{abs(change)} point{'' if abs(change) == 1 else 's'} on the {weeks} weeks before"


def _drifting(basis: Basis) -> Figure:
    present, now = week_of(basis.weeks.today), basis.owed.drifting
    stood = [basis.found.stood.get(monday) for monday in basis.weeks.mondays if monday != present]
    fortnight = basis.found.stood.get(basis.weeks.mondays[-3])
    change = now - fortnight.drifting if fortnight else None
    return Figure(
        code="drifting",
        title="Drifting now",
        value=str(now),
        of=f"of {basis.owed.open} open",
        series=(*(one.drifting if one else None for one in stood), now),
        change=change,
        change_words=_more(change),
        is_better=change < 0 if change else None,
        address=open_rows(health="drifting", teams=basis.asked),
    )


def _more(change: int | None) -> str:
    if change is None:
        return ""
    if not change:
        return "as many as a fortnight ago"
    return f"{abs(change)} {'more' if change > 0 else 'fewer'} than a fortnight ago"
