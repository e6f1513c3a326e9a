"""Sample data of the styleguide's dashboard: its figures, its weeks, what waits; dated 16 March 2026."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from agreements.domain.agreements import Health
from agreements.domain.counting import DEFINITIONS, SUNDAY, WEEK, Outcomes, Period, Rate, Weeks
from agreements.domain.metric_plots import MetricPlot
from agreements.reports.dashboard.arguments import RecurringArgument
from agreements.reports.dashboard.decisions import DecisionsWaiting, DecisionWaiting
from agreements.reports.dashboard.figures import Figure
from agreements.reports.dashboard.freshness import Freshness
from agreements.reports.dashboard.metrics import JointMetric, JointMetrics
from agreements.reports.dashboard.priorities import PriorityLine
from agreements.reports.dashboard.report import Dashboard
from agreements.reports.dashboard.sentence import Sentence
from agreements.reports.dashboard.since import SinceVisit
from agreements.reports.dashboard.trend import Strip, Trend, TrendPoint, WeekBar
from agreements.reports.dashboard.unread import Unread
from agreements.reports.metrics import MetricCell
from agreements.reports.sync_costs import SyncCost
from agreements.views.styleguide_teams import DRIFTING, LINES, MATRIX

TODAY = date(2026, 3, 16)
AT = datetime(2026, 3, 16, 8, 40, tzinfo=UTC)
PERIOD = Weeks(12, TODAY)
OUTCOMES = Outcomes(kept=39, adjusted_early=6, lapsed=2)


def _figure(code: str, title: str, value: str, of: str, words: str, **also: int | bool | None) -> Figure:
    change, is_better = also.get("change"), also.get("is_better")
    series = (74, 73, 76, 78, 77, 76, 79, 81, 80, 79, 82, 83)
    return Figure(
        code=code,
        title=title,
        value=value,
        of=of,
        series=series,
        change=change,
        change_words=words,
        is_better=None if is_better is None else bool(is_better),
        address="#rows",
    )


FIGURES = (
    _figure("kept_rate", "Kept as agreed", "83%", "", "4 points up on the 12 weeks before", change=4, is_better=True),
    _figure("changed_before", "Changed before the date, not after", "75%", "6 of 8", "15 points up", change=15),
    _figure("drifting", "Drifting now", "5", "of 62 open", "2 more than a fortnight ago", change=2, is_better=False),
    _figure("on_cadence", "Check-ins on cadence", "91%", "", "too little to compare"),
)

RATES = ((74, 86), (73, 85), (76, 88), (78, 89), (77, 90), (76, 88), (79, 91), (81, 92), (80, 93), (79, 92), (82, 95))
TREND = Trend(
    tuple(
        TrendPoint(PERIOD.first_on + index * WEEK + SUNDAY, kept, in_time, came_due=18)
        for index, (kept, in_time) in enumerate((*RATES, (83, 96)))
    )
)
WEEKLY = ((3, 0, 0, 1), (2, 1, 0, 0), (4, 0, 0, 0), (5, 1, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0))
STRIP = Strip(
    tuple(
        WeekBar(monday, Outcomes(*WEEKLY[index % 6]), made=(index * 5) % 7, is_present=index == 11, address="#week")
        for index, monday in enumerate(PERIOD.mondays)
    )
)

DECISION = DecisionWaiting(
    topic="Who carries the cost of the second region",
    question="Platform or Sales: the launch in the second region needs 40k that neither has planned.",
    agreement_title="Usage-based pricing launch",
    parties=("Platform", "Sales"),
    decide_by=date(2026, 3, 20),
    days_left=4,
    address="#decision",
)
ARGUMENT = RecurringArgument(
    topic="Trial quotas",
    between="Product and Sales",
    times=3,
    sentence="Product and Sales opened it for the third time in 180 days.",
    agreement_title="Usage-based pricing launch",
    address="#argument",
)
PRIORITIES = (
    PriorityLine("Usage-based pricing by summer", 4, 1, Health.DRIFTING, "#priority"),
    PriorityLine("Answer every customer within a day", 3, 0, Health.WATCH, "#priority"),
    PriorityLine("Ready for the audit", 0, 0, None, "#priority"),
)

PERIODS = tuple(Period)


def sample_dashboard(metrics: Iterable[tuple[str, str, str, str, str, MetricPlot]]) -> Dashboard:
    """The page of the pictures; each of ``metrics`` as name, agreement and parties, value, target, words, plot."""
    shown = tuple(_metric(*each) for each in metrics)
    return replace(SAMPLE, metrics=JointMetrics(shown, 19))


def _metric(name: str, about: str, value: str, of: str, words: str, plot: MetricPlot) -> JointMetric:
    agreement, parties = about.split(" · ")
    cell = MetricCell(
        pk=1,
        name=name,
        unit="",
        value=value,
        of=of,
        state=plot.state,
        words=words,
        read_on=TODAY,
        heading="",
        says=f"{value} {of}.",
        plot=plot,
    )
    return JointMetric(cell, agreement, tuple(parties.split(", ")), "#metric")


SAMPLE = Dashboard(
    period=PERIOD,
    today=TODAY,
    counted_at=AT,
    agreements=14,
    selected=(),
    sentence=Sentence(45, 47, 5, 62, MATRIX.worst, 12),
    outcomes=OUTCOMES,
    figures=FIGURES,
    matrix=MATRIX,
    trend=TREND,
    strip=STRIP,
    drifting=DRIFTING,
    metrics=JointMetrics(),
    teams=LINES,
    decisions=DecisionsWaiting((DECISION,), 1),
    freshness=Freshness(AT, AT, Rate(40, 44), 2),
    hours=SyncCost(spent_minutes=2520, returned_minutes=390),
    arguments=(ARGUMENT,),
    priorities=PRIORITIES,
    since=SinceVisit(datetime(2026, 3, 12, 15, 5, tzinfo=UTC), 2, 3, 1, 0, 1),
    unread=Unread(open=4, came_due=1),
    definitions=tuple(DEFINITIONS.values()),
)
