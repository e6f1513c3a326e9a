"""Sample data of the styleguide's dashboard: what drifts, who owes whom, team by team."""

from datetime import date

from agreements.domain.counting import Outcomes, Rate
from agreements.reports.dashboard.acts import Act
from agreements.reports.dashboard.drifting import DriftingRow
from agreements.reports.dashboard.matrix import Cell, Matrix, MatrixRow, TeamName
from agreements.reports.dashboard.teams import TeamLine

TEAMS = tuple(
    TeamName(name.lower(), name) for name in ("Product", "Platform", "Sales", "Marketing", "Finance", "Security")
)
OWED = (
    ("", "3", "6", "4", "1", "2"),
    ("5 1", "", "2", "", "1", "3"),
    ("3 1", "", "", "4", "2", ""),
    ("2", "", "7 2", "", "1", ""),
    ("1", "2", "3", "1", "", ""),
    ("2", "4", "1", "", "2 1", ""),
)


def _cell(debtor: TeamName, creditor: TeamName, counts: str) -> Cell:
    count, drifting = ([int(part) for part in counts.split()] + [0, 0])[:2]
    return Cell(debtor, creditor, open=count, drifting=drifting)


def _row(debtor: TeamName, counts: tuple[str, ...]) -> MatrixRow:
    return MatrixRow(debtor, tuple(_cell(debtor, *each) for each in zip(TEAMS, counts, strict=True)))


MATRIX = Matrix(TEAMS, tuple(_row(*each) for each in zip(TEAMS, OWED, strict=True)))


def _drift(title: str, sentence: str, parties: tuple[str, str], due_on: date, said: str, **also: str) -> DriftingRow:
    """``said``: a letter a check-in, oldest first: t on track, d some doubt, a need to adjust, a dash for none."""
    words = {"t": "on_track", "d": "at_risk", "a": "off_track", "-": None}
    return DriftingRow(
        kind="commitment",
        title=title,
        agreement_slug="31-usage-based-pricing",
        agreement_title="Usage-based pricing launch",
        number=1,
        metric_id=None,
        parties=parties,
        owner=also.get("owner", "Lena"),
        due_on=due_on,
        days_left=(due_on - date(2026, 3, 16)).days,
        notice_left=None,
        is_early=False,
        next_sync_at=None,
        sentence=sentence,
        rule=also.get("rule", "silent"),
        strength="strong",
        pulse=tuple(words[letter] for letter in said),
        act=Act("ask", f"Ask {also.get('owner', 'Lena')}", "#ask"),
    )


DRIFTING = (
    _drift(
        "Enablement deck and objection guide",
        "No update for 16 days; the biweekly sync on 3 Mar passed without one.",
        ("Sales", "Product"),
        date(2026, 3, 18),
        "ttt--",
    ),
    _drift(
        "SSO audit evidence pack",
        "The date passed 5 days ago with no outcome recorded. Two commitments wait for it.",
        ("Security", "Finance"),
        date(2026, 3, 11),
        "ttd--",
        owner="Aiko",
    ),
    _drift(
        "Lead-scoring hand-off to account teams",
        "Confidence went from on track to some doubt to need to adjust over three check-ins.",
        ("Marketing", "Sales"),
        date(2026, 3, 27),
        "ttdda",
        owner="Priya",
    ),
)


def _line(index: int, kept: tuple[int, int], adjusted: tuple[int, int], synced_on: date) -> TeamLine:
    team, row = TEAMS[index], MATRIX.rows[index]
    return TeamLine(
        team=team,
        owes=row.total,
        owed=MATRIX.totals[index],
        drifting=sum(cell.drifting for cell in row.cells),
        outcomes=Outcomes(kept=kept[0], lapsed=kept[1] - kept[0]),
        kept=Rate(*kept),
        adjusted=Rate(*adjusted),
        last_sync_on=synced_on,
        owes_address="#owes",
        owed_address="#owed",
        drifting_address="#drifting",
        kept_address="#kept",
        adjusted_address="#adjusted",
    )


LINES = (
    _line(0, (7, 8), (3, 3), date(2026, 3, 3)),
    _line(1, (9, 11), (2, 2), date(2026, 3, 10)),
    _line(2, (15, 19), (1, 2), date(2026, 3, 3)),
    _line(3, (14, 19), (0, 1), date(2026, 2, 26)),
    _line(4, (2, 3), (0, 0), date(2026, 3, 5)),
    _line(5, (0, 0), (0, 0), date(2026, 2, 24)),
)
