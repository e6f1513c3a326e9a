"""Sample data of the styleguide: people, commitments and metrics, dated 16 March 2026."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agreements.domain.metric_plots import MetricPlot
from agreements.domain.metrics import Reading
from agreements.domain.plots import DateLine, window_over
from agreements.domain.readback import Piece, Verdict
from agreements.templatetags.words import WORDS
from agreements.views.dashboard import drawings
from agreements.views.styleguide_dashboard import PERIODS, sample_dashboard
from agreements.views.styleguide_teams import TEAMS

TODAY = date(2026, 3, 16)


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """A person as the templates read one."""

    name: str
    initials: str
    hue_class: str
    title: str


@dataclass(frozen=True, slots=True)
class SampleCommitment:
    """A row of the commitments table."""

    deliverable: str
    owner: SamplePerson
    owes: str
    owed: str
    line: DateLine
    health: str
    said: tuple[str, ...]
    last_word: str
    chip: str = ""
    chip_tone: str = ""
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class SampleMetric:
    """A joint metric with its plot and words."""

    name: str
    about: str
    value: str
    of: str
    words: str
    plot: MetricPlot


LENA = SamplePerson("Lena Brandt", "LB", "h3", "Sales")
TOMAS = SamplePerson("Tomás Rivera", "TR", "h1", "Sales lead")
DANA = SamplePerson("Dana Whitfield", "DW", "h4", "Platform")
MAYA = SamplePerson("Maya Okafor", "MO", "h5", "Product lead")
PRIYA = SamplePerson("Priya Raman", "PR", "h2", "Marketing")
SAM = SamplePerson("Sam Iyer", "SI", "h6", "Product")


def _march(day: int) -> date:
    return date(2026, 3, day)


COMMITMENTS = (
    SampleCommitment(
        "Enablement deck and objection guide",
        LENA,
        "Sales",
        "Product",
        DateLine(date(2026, 2, 20), _march(18), "drifting"),
        "drifting",
        ("on_track", "on_track", "", ""),
        "16 days silent",
        "1 waits for it",
    ),
    SampleCommitment(
        "Outreach to 120 named accounts begins",
        TOMAS,
        "Sales",
        "Product",
        DateLine(_march(1), _march(23), "at_risk", (_march(16),)),
        "at_risk",
        ("on_track", "adjusted_early", "on_track", "at_risk"),
        "yesterday",
        "+7 days",
        "change",
    ),
    SampleCommitment(
        "Metering API returns hourly usage for each account",
        DANA,
        "Platform",
        "Product",
        DateLine(date(2026, 2, 24), _march(22), "on_track", (_march(15),)),
        "on_track",
        ("on_track", "at_risk", "adjusted_early", "on_track"),
        "2 days ago",
        "+7 days",
        "change",
    ),
    SampleCommitment(
        "Pricing page and upgrade flow ready to launch",
        MAYA,
        "Product",
        "Sales",
        DateLine(date(2026, 2, 26), _march(22), "on_track"),
        "on_track",
        ("on_track",) * 4,
        "3 days ago",
        is_mine=True,
    ),
    SampleCommitment(
        "Announcement post and customer e-mail",
        PRIYA,
        "Marketing",
        "Product",
        DateLine(_march(4), _march(24), "on_track", expected_on=_march(26)),
        "on_track",
        ("on_track", "on_track"),
        "3 days ago",
    ),
    SampleCommitment(
        "Feedback from 10 design partners",
        SAM,
        "Product",
        "Sales",
        DateLine(date(2026, 2, 23), _march(8), "kept", ended_on=_march(6)),
        "kept",
        ("on_track", "on_track", "kept"),
        "confirmed by Sales",
        "2 days early",
    ),
)


def _plot(values: tuple[float, ...], state: str, until: date, **parts: Any) -> MetricPlot:
    first = date(2026, 1, 5)
    step = (TODAY - first) / max(len(values) - 1, 1)
    readings = tuple(Reading(first + step * index, Decimal(str(value))) for index, value in enumerate(values))
    return MetricPlot(readings, first, until, state, **parts)


METRICS = (
    SampleMetric(
        "Qualified trials a month",
        "Usage-based pricing · Product, Sales",
        "318",
        "of 500 by 30 Apr",
        "Just under the line",
        _plot((150, 186, 214, 240, 270, 296, 318), "just_under", date(2026, 4, 30), target=500, baseline=150),
    ),
    SampleMetric(
        "Beta adoption",
        "Usage-based pricing · Product, Sales",
        "31%",
        "of 35% by 15 Apr",
        "Just under",
        _plot((12, 16, 19, 22, 25, 26, 29, 29, 31), "just_under", date(2026, 4, 15), target=35),
    ),
    SampleMetric(
        "First response",
        "Support cover · Sales, Product",
        "3.2 h",
        "4 h or less",
        "Inside the band",
        _plot((2.8, 3.3, 2.6, 3.1, 3.5, 3.2, 3.1, 3.2), "inside", TODAY, target=4, band_high=4),
    ),
    SampleMetric(
        "Qualified leads a month",
        "Lead hand-off · Marketing, Sales",
        "362",
        "of 500 by 30 Apr",
        "Below the line 4 weeks",
        _plot(
            (210, 250, 285, 310, 330, 345, 362),
            "off_course",
            date(2026, 4, 30),
            target=500,
            baseline=205,
            forecast=430,
        ),
    ),
)


HEARD = (
    Piece("We delete ", None),
    Piece("raw logs", Verdict.SAME),
    Piece(" after ", None),
    Piece("30 days", Verdict.SAME),
    Piece(" from ", None),
    Piece("1 May", Verdict.DIFFERS),
    Piece(", with a report by ", None),
    Piece("3/4", Verdict.UNCLEAR),
    Piece(". Audit logs we keep for ", None),
    Piece("a year", Verdict.NOT_IN_TERMS),
    Piece(".", None),
)


def sample_context() -> dict[str, object]:
    """Return everything the styleguide shows, dated 16 March 2026."""
    report = sample_dashboard(
        (metric.name, metric.about, metric.value, metric.of, metric.words, metric.plot) for metric in METRICS
    )
    return {
        "today": TODAY,
        "words": WORDS,
        "people": (MAYA, TOMAS, DANA, LENA, PRIYA),
        "heard_pieces": HEARD,
        "commitments": COMMITMENTS,
        "window": window_over([row.line for row in COMMITMENTS], as_of=TODAY),
        "metrics": METRICS,
        "report": report,
        "periods": PERIODS,
        "team_choices": [(team.slug, team.name, False) for team in TEAMS],
    } | drawings(report)
