"""Who owes whom, and whether it holds: the executive page, and what lies below it.

For pages, the API and mails::

    report = dashboard(viewer=person, at=at, today=today, period=Period.TWELVE_WEEKS, teams=("sales",), since=None)

gives a `Dashboard` (report.py); every part is a frozen dataclass of the file of its noun, with words and addresses
ready for a template:

* ``report.sentence`` (`words`, or its parts), ``report.outcomes`` (kept, adjusted_early, adjusted_late, lapsed,
  came_due, in_time), ``report.figures`` (the four numbers, each with `value`, `of`, `series`, `change_words`,
  `address`), ``report.matrix`` (teams, or departments where `is_grouped`; `cell.address`, `cell.health`; a diagonal
  cell of a department may hold a number), ``report.trend`` (`kept`, `in_time`, band `low` to `high`),
  ``report.strip`` (a bar a week, `made` beside), ``report.drifting`` (rows with `act`), ``report.metrics``,
  ``report.teams``, ``report.decisions``, ``report.freshness``, ``report.hours``, ``report.arguments``,
  ``report.priorities``, ``report.since`` (None unless asked for), ``report.unread``, ``report.definitions``.
* ``read_period(request.GET)`` and ``read_teams(request.GET)`` understand ``?period=6w|12w|year``, the older
  ``?weeks=6|12|52`` and ``?teams=sales,finance``.
* ``pair_report(...)`` (pair.py) and ``team_report(...)`` (team.py) are the pages one level down.

The words of every number are in agreements/domain/counting.py, its rows behind ``address`` (links.py). Executives and
administrators count agreements between parties only, without reading a word of them (PRODUCT 6.8).
"""

from agreements.domain.counting import CAME_DUE, Outcomes, Period
from agreements.reports.dashboard.asked import WEEKS, read_period, read_teams
from agreements.reports.dashboard.assembly import dashboard
from agreements.reports.dashboard.drifting import DriftingRow
from agreements.reports.dashboard.matrix import Cell, Matrix, MatrixRow, TeamName
from agreements.reports.dashboard.report import Dashboard

__all__ = [
    "CAME_DUE",
    "WEEKS",
    "Cell",
    "Dashboard",
    "DriftingRow",
    "Matrix",
    "MatrixRow",
    "Outcomes",
    "Period",
    "TeamName",
    "dashboard",
    "read_period",
    "read_teams",
]
