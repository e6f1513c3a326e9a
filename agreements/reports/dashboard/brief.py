"""The dashboard in short, for the fortnightly mail: the same sentence and the same counts, without a page's parts."""

from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.counting import WEEK, Outcomes, Period, Weeks
from agreements.reports.dashboard.ground import Ground, lay
from agreements.reports.dashboard.people import EVERYBODY, groups_of_enough
from agreements.reports.dashboard.sentence import Sentence
from teams.models import Person

FORTNIGHTS = 4  # points of the line of rates, the last of them now


@dataclass(frozen=True, slots=True)
class Brief:
    """``rates`` in time, in per cent over twelve weeks each, a fortnight apart, the latest last; none where hidden."""

    agreements: int
    sentence: Sentence
    outcomes: Outcomes
    rates: tuple[int, ...]


def brief(*, viewer: Person, at: datetime, today: date) -> Brief:
    """As the dashboard says it over twelve weeks; four queries."""
    ground = lay(viewer=viewer, at=at, weeks=Weeks(Period.TWELVE_WEEKS.weeks, today))
    return Brief(ground.standing.running, ground.sentence, ground.outcomes, _rates(ground))


def _rates(ground: Ground) -> tuple[int, ...]:
    """Back to the last that is about too few."""
    due = {EVERYBODY: ground.outcomes.came_due}
    if EVERYBODY not in groups_of_enough(ground.sight, weeks=ground.weeks, groups={}, came_due=due):
        return ()
    found: list[int] = []
    for back in range(FORTNIGHTS):
        weeks = Weeks(ground.weeks.count, ground.weeks.today - 2 * back * WEEK)
        percent = ground.found.over(weeks.mondays).in_time_rate.percent
        if percent is None:
            break
        found.insert(0, percent)
    return tuple(found)
