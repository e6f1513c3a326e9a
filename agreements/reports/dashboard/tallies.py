"""The counts of a page, as the database summed them up for one reader."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from agreements.domain.counting import Outcomes, Weeks
from agreements.reports.dashboard import parts
from agreements.reports.dashboard.sight import Sight
from agreements.reports.dashboard.unread import Unread
from agreements.reports.sync_costs import SyncCost


@dataclass(frozen=True, slots=True)
class Owed:
    """What one team owes another now."""

    open: int = 0
    watch: int = 0
    quiet: int = 0
    drifting: int = 0

    def __add__(self, other: "Owed") -> "Owed":
        return Owed(
            self.open + other.open,
            self.watch + other.watch,
            self.quiet + other.quiet,
            self.drifting + other.drifting,
        )


@dataclass(frozen=True, slots=True)
class Stood:
    """How a week stood when it was last counted: owners asked before its syncs, and those who answered."""

    open: int = 0
    drifting: int = 0
    asked: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """By keys of teams and by Mondays, which reach back twice as far as the weeks shown.

    ``now``: debtor and creditor; ``teams``: what became of what each owed in the weeks shown; ``last_syncs`` and
    ``counted_at`` as the hourly job last counted.
    """

    now: Mapping[tuple[int, int], Owed]
    weeks: Mapping[date, Outcomes]
    made: Mapping[date, int]
    teams: Mapping[int, Outcomes]
    stood: Mapping[date, Stood]
    last_syncs: Mapping[int, datetime]
    hours: SyncCost
    counted_at: datetime | None
    unread: Unread

    def over(self, mondays: tuple[date, ...]) -> Outcomes:
        return sum((self.weeks[monday] for monday in mondays if monday in self.weeks), Outcomes())

    def due(self, teams: Iterable[int]) -> Outcomes:
        """What became of what some teams owed in the weeks shown."""
        return sum((self.teams[team] for team in teams if team in self.teams), Outcomes())


def tallies(sight: Sight, *, weeks: Weeks, paused: frozenset[int]) -> Tallies:
    """One query, whatever the reader may count."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in parts.counts(sight, weeks=weeks, paused=paused):
        found[row.part].append(row)
    return Tallies(
        now=_summed(found["now"], lambda row: (row.debtor, row.creditor), lambda row: Owed(*row.counts[:4])),
        weeks=_summed(found["week"], lambda row: row.monday, lambda row: Outcomes(*row.counts[:4])),
        made=_summed(found["week"], lambda row: row.monday, lambda row: row.counts[4]),
        teams=_summed(found["team"], lambda row: row.debtor, lambda row: Outcomes(*row.counts[:4])),
        stood={row.monday: Stood(*row.counts[:4]) for row in found["stood"]},
        last_syncs={row.debtor: row.instant for row in found["sync"] if row.instant},
        hours=next((SyncCost(*row.counts[:2]) for row in found["hours"]), SyncCost()),
        counted_at=max((row.instant for row in found["stood"]), default=None),
        unread=Unread(*(sum(row.counts[n] for row in found["unread"]) for n in (0, 1))),
    )


def _summed(rows: list[Any], key: Any, count: Any) -> dict[Any, Any]:
    """Sums by key, of rows that may come several times: from the summaries, and from rows beside them."""
    found: dict[Any, Any] = {}
    for row in rows:
        name, more = key(row), count(row)
        found[name] = found[name] + more if name in found else more
    return found
