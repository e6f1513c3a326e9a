"""The teams table: what each owes and is owed, and what became of what it owed. No ranking: by name."""

from dataclasses import dataclass
from datetime import date

from agreements.domain.counting import Outcomes, Rate
from agreements.reports.dashboard.matrix import TeamName


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLine:
    """``owes``, ``owed`` and ``drifting`` are open now; ``drifting`` is of what it owes.

    ``kept`` and ``adjusted`` (early, of all that was adjusted) are about what it owed in the weeks shown, and hidden
    for fewer than four people. ``last_sync_on``: the day in UTC of the last one held with it in, None before the first.
    """

    team: TeamName
    owes: int
    owed: int
    drifting: int
    outcomes: Outcomes
    kept: Rate
    adjusted: Rate
    last_sync_on: date | None
    owes_address: str
    owed_address: str
    drifting_address: str
    kept_address: str
