"""Sample data of the styleguide's dashboard: what drifts, who owes whom, the kept rate."""

from dataclasses import dataclass
from datetime import date, timedelta

from agreements.domain.plots import Trend, TrendPoint


@dataclass(frozen=True, slots=True)
class SampleDrift:
    """A row of the drift list."""

    title: str
    sentence: str
    state: str
    owes: str
    owed: str
    when: str
    relative: str
    said: tuple[str, ...]
    act: str
    is_past: bool = False


DRIFTING = (
    SampleDrift(
        "Enablement deck and objection guide",
        "No update for 16 days; the biweekly sync on 3 Mar passed without one.",
        "drifting",
        "Sales",
        "Product",
        "18 Mar",
        "in 2 days",
        ("on_track", "on_track", "on_track", "", ""),
        "Ask Lena",
    ),
    SampleDrift(
        "SSO audit evidence pack",
        "The date passed 5 days ago with no outcome recorded. Two commitments wait for it.",
        "drifting",
        "Security",
        "Finance",
        "11 Mar",
        "5 days ago",
        ("on_track", "on_track", "at_risk", "", ""),
        "Ask Aiko",
        is_past=True,
    ),
    SampleDrift(
        "Lead-scoring hand-off to account teams",
        "Confidence went from on track to some doubt to need to adjust over three check-ins.",
        "drifting",
        "Marketing",
        "Sales",
        "27 Mar",
        "in 11 days",
        ("on_track", "on_track", "at_risk", "at_risk", "off_track"),
        "Ask Priya",
    ),
    SampleDrift(
        "Q2 capacity plan",
        "Moved twice already. A third date is proposed and waits for Product to accept.",
        "adjusted_early",
        "Platform",
        "Product",
        "23 Mar",
        "proposed: 30 Mar",
        ("on_track", "at_risk", "adjusted_early", "at_risk", "adjusted_early"),
        "See change",
    ),
)

TEAMS = ("Product", "Platform", "Sales", "Marketing", "Finance", "Security")
OWED = (
    ("", "3", "6", "4", "1", "2"),
    ("5 1", "", "2", "", "1", "3"),
    ("3 1", "", "", "4", "2", ""),
    ("2", "", "7 2", "", "1", ""),
    ("1", "2", "3", "1", "", ""),
    ("2", "4", "1", "", "2 1", ""),
)
STEPS = (1, 2, 3, 4, 4, 5, 5, 5)


@dataclass(frozen=True, slots=True)
class SampleCell:
    """One cell of the matrix: who owes whom how much, how many of it drift, the ground's step."""

    owed: str
    count: int
    drifting: int
    step: int
    is_self: bool


@dataclass(frozen=True, slots=True)
class SampleOwer:
    """One row of the matrix."""

    name: str
    cells: tuple[SampleCell, ...]
    total: int


def _cell(name: str, owed: str, counts: str) -> SampleCell:
    count, drifting = ([int(part) for part in counts.split()] + [0, 0])[:2]
    return SampleCell(owed, count, drifting, STEPS[count - 1] if count else 0, name == owed)


def matrix_rows() -> tuple[SampleOwer, ...]:
    """Build the sample matrix."""
    rows = []
    for name, row in zip(TEAMS, OWED, strict=True):
        cells = tuple(_cell(name, owed, counts) for owed, counts in zip(TEAMS, row, strict=True))
        rows.append(SampleOwer(name, cells, sum(cell.count for cell in cells)))
    return tuple(rows)


KEPT_RATE = ((74, 86), (73, 85), (76, 88), (78, 89), (77, 90), (76, 88), (79, 91), (81, 92), (80, 93))
TREND = Trend(
    tuple(
        TrendPoint(date(2025, 12, 29) + timedelta(weeks=index), kept, in_time)
        for index, (kept, in_time) in enumerate((*KEPT_RATE, (79, 92), (82, 95), (83, 96)))
    ),
    "kept",
    "in time",
    band_low=80,
    band_high=90,
    low=60,
    step=10,
)
