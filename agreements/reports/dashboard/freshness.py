"""How much of the page rests on what people said lately."""

from dataclasses import dataclass
from datetime import datetime

from agreements.domain.counting import Rate
from agreements.reports.dashboard.links import agreement_rows


@dataclass(frozen=True, slots=True)
class Freshness:
    """Counts are as of ``counted_at``; answers as of ``answers_at`` (once an hour), None before the first time.

    ``answered``: of the owners asked in this week's and the last week's rounds. ``quiet``: agreements whose only
    signal is silence.
    """

    counted_at: datetime
    answers_at: datetime | None
    answered: Rate
    quiet: int
    teams: str = ""  # that the page is about, as lists take them

    @property
    def quiet_address(self) -> str:
        return agreement_rows(health="quiet", teams=self.teams)
