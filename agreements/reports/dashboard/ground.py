"""What every part of a page stands on: who looks, how far back, and the counts."""

from dataclasses import dataclass
from datetime import datetime

from agreements.domain.counting import Outcomes, Weeks
from agreements.reports.dashboard.matrix import Matrix, matrix_of
from agreements.reports.dashboard.sentence import Sentence
from agreements.reports.dashboard.sight import Sight
from agreements.reports.dashboard.standing import Standing, standing
from agreements.reports.dashboard.tallies import Tallies, tallies
from agreements.reports.dashboard.units import Tree, Units, tree, units
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Ground:
    """``forest``: every team; ``units``: those that stand for themselves on the page."""

    sight: Sight
    weeks: Weeks
    forest: Tree
    standing: Standing
    found: Tallies
    units: Units
    matrix: Matrix

    @property
    def outcomes(self) -> Outcomes:
        return self.found.over(self.weeks.mondays)

    @property
    def sentence(self) -> Sentence:
        outcomes, owed = self.outcomes, self.matrix
        return Sentence(outcomes.in_time, outcomes.came_due, owed.drifting, owed.open, owed.worst, self.weeks.count)


def lay(*, viewer: Person, at: datetime, weeks: Weeks, teams: tuple[str, ...] = ()) -> Ground:
    """Count what ``viewer`` may count; three queries."""
    forest = tree()
    slugs = tuple(team.slug for team in forest.named(teams))
    sight = Sight(viewer, at, forest.below(slugs), slugs)
    stands = standing(sight)
    found = tallies(sight, weeks=weeks, paused=stands.paused)
    shown = units(forest, asked=sight.teams, tallies=found)
    owed = matrix_of(found.now, units=shown.of, is_grouped=shown.is_grouped, asked=sight.asked)
    return Ground(sight, weeks, forest, stands, found, shown, owed)
