"""Where the rows behind a number are: the lists with filters that give exactly that many of them."""

from datetime import date
from urllib.parse import urlencode

from agreements.domain.commitments import ADJUSTED, Outcome
from agreements.domain.counting import Weeks

A_YEAR = 53  # weeks, so that all of any week shown lies in them
COMMITMENTS, AGREEMENTS = "/commitments/", "/agreements/"


def open_rows(*, team: str = "", for_team: str = "", health: str = "") -> str:
    """What is open; ``team`` owes it to ``for_team``, both slugs."""
    return _address(COMMITMENTS, {"team": team, "for_team": for_team, "state": "open", "health": health})


def came_due_rows(weeks: Weeks, *, outcome: Outcome | None = None, team: str = "", for_team: str = "") -> str:
    """What came due in ``weeks``; without an outcome all of it. Both ends are inclusive.

    What was adjusted counts before its new date, so that its list has no end.
    """
    if outcome is None:
        return _address(COMMITMENTS, {"came_due": str(weeks.count), "team": team, "for_team": for_team})
    until = "" if outcome in ADJUSTED else weeks.last_on.isoformat()
    dates = {"due_after": weeks.first_on.isoformat(), "due_before": until}
    return _address(COMMITMENTS, {"outcome": outcome.value, **dates, "team": team, "for_team": for_team})


def decided_rows(first_on: date, last_on: date | None) -> str:
    """What came due from ``first_on`` to ``last_on``, both inclusive; without an end also the adjusted after it."""
    dates = {"due_after": first_on.isoformat(), "due_before": last_on.isoformat() if last_on else ""}
    return _address(COMMITMENTS, {"came_due": str(A_YEAR), **dates})


def agreement_rows(*, health: str = "", priority: str = "") -> str:
    """Agreements in force and not paused."""
    return _address(AGREEMENTS, {"state": "active", "health": health, "priority": priority})


def _address(path: str, asked: dict[str, str]) -> str:
    return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"
