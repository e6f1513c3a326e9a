"""The executive page as of an instant, assembled from its parts; a fixed number of queries whatever the size."""

from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.counting import Definition, Outcomes, Weeks
from agreements.reports.dashboard.arguments import RecurringArgument
from agreements.reports.dashboard.decisions import DecisionsWaiting
from agreements.reports.dashboard.drifting import DriftingRow
from agreements.reports.dashboard.figures import Figure
from agreements.reports.dashboard.freshness import Freshness
from agreements.reports.dashboard.links import agreement_rows
from agreements.reports.dashboard.matrix import Matrix, TeamName
from agreements.reports.dashboard.metrics import JointMetrics
from agreements.reports.dashboard.priorities import PriorityLine
from agreements.reports.dashboard.sentence import Sentence
from agreements.reports.dashboard.since import SinceVisit
from agreements.reports.dashboard.teams import TeamLine
from agreements.reports.dashboard.trend import Strip, Trend
from agreements.reports.dashboard.units import Place
from agreements.reports.dashboard.unread import Unread
from agreements.reports.sync_costs import SyncCost


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """``figures``: kept as agreed, changed before, drifting now, on cadence. ``selected``: the teams asked for by
    ``?teams=``, empty for all of them. ``drifting`` holds the soonest rows of those the reader may read.
    """

    period: Weeks
    today: date  # in the reader's zone
    counted_at: datetime
    agreements: int  # in force, not paused
    selected: tuple[TeamName, ...]
    sentence: Sentence
    outcomes: Outcomes
    figures: tuple[Figure, ...]
    matrix: Matrix
    trend: Trend
    strip: Strip
    drifting: tuple[DriftingRow, ...]
    metrics: JointMetrics
    teams: tuple[TeamLine, ...]
    decisions: DecisionsWaiting
    freshness: Freshness
    hours: SyncCost
    arguments: tuple[RecurringArgument, ...]
    priorities: tuple[PriorityLine, ...]
    since: SinceVisit | None
    unread: Unread
    definitions: tuple[Definition, ...]
    places: tuple[Place, ...] = ()  # every team there is, by name, to choose from
    lost: frozenset[str] = frozenset()  # names of the fields that did not load, and stand empty

    @property
    def asked(self) -> str:
        """The teams asked for, as lists take them."""
        return ",".join(team.slug for team in self.selected)

    @property
    def address(self) -> str:
        """The list of the agreements in force."""
        return agreement_rows(teams=self.asked)

    @property
    def weeks(self) -> int:
        return self.period.count

    @property
    def from_on(self) -> date:
        """The Monday on which the weeks begin, inclusive."""
        return self.period.first_on

    @property
    def until_on(self) -> date:
        """The Sunday on which they end, inclusive."""
        return self.period.last_on
