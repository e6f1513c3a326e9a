"""Where the rows behind a number are: the lists with filters that give exactly that many of them.

``between`` narrows a list to what is owed between teams, all by their slugs: ``team`` or any of a ``department`` owes,
``for_team`` or any of a ``for_department`` receives, and any of ``teams`` (``sales,finance``) does one or the other.
"""

from datetime import date
from urllib.parse import urlencode

from agreements.domain.commitments import Outcome
from agreements.domain.counting import Period, Weeks
from agreements.reports.filters import UNDER_WAY

COMMITMENTS, AGREEMENTS = "/commitments/", "/agreements/"


def open_rows(*, health: str = "", **between: str) -> str:
    """What is open."""
    return _address(COMMITMENTS, {**between, "state": "open", "health": health})


def came_due_rows(weeks: Weeks, *, outcome: Outcome | None = None, **between: str) -> str:
    """What came due in ``weeks``, which end with the present one; without an outcome all of it."""
    return _address(COMMITMENTS, {"outcome": outcome or "", "came_due": str(weeks.count), **between})


def decided_rows(first_on: date, last_on: date | None, **between: str) -> str:
    """What came due from ``first_on`` to ``last_on``, both inclusive; without an end also the adjusted after it."""
    dates = {"due_after": first_on.isoformat(), "due_before": last_on.isoformat() if last_on else ""}
    return _address(COMMITMENTS, {"came_due": str(Period.YEAR.weeks), **dates, **between})


def owner_rows(email: str) -> str:
    """What somebody owes and is not settled, in agreements that run."""
    return _address(COMMITMENTS, {"owner": email, "state": UNDER_WAY})


def receiver_rows(email: str) -> str:
    """The same of what they accept."""
    return _address(COMMITMENTS, {"accepted_by": email, "state": UNDER_WAY})


def agreement_rows(*, health: str = "", priority: str = "", teams: str = "") -> str:
    """Agreements in force and not paused; one of ``teams`` is a party."""
    return _address(AGREEMENTS, {"state": "active", "health": health, "priority": priority, "teams": teams})


def _address(path: str, asked: dict[str, str]) -> str:
    return f"{path}?{urlencode({name: value for name, value in asked.items() if value}, safe=',')}"
