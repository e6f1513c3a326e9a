"""The dashboard from its parts; a fixed number of queries whatever the size."""

from datetime import date, datetime

from agreements.domain.counting import DEFINITIONS, Period, Weeks
from agreements.reports.dashboard.decisions import DecisionsWaiting, decisions_waiting
from agreements.reports.dashboard.drifting import Drifting, drifting
from agreements.reports.dashboard.figures import Basis, answered, figures_of
from agreements.reports.dashboard.freshness import Freshness
from agreements.reports.dashboard.ground import Ground, lay
from agreements.reports.dashboard.lost import Parts
from agreements.reports.dashboard.metrics import JointMetrics, joint_metrics
from agreements.reports.dashboard.people import EVERYBODY, groups_of_enough
from agreements.reports.dashboard.priorities import priority_lines
from agreements.reports.dashboard.report import Dashboard
from agreements.reports.dashboard.since import since_visit
from agreements.reports.dashboard.teams import TeamLine, team_lines
from agreements.reports.dashboard.trend import strip_of, trend_of
from teams.models import Person


def dashboard(
    *,
    viewer: Person,
    at: datetime,
    today: date,
    period: Period = Period.TWELVE_WEEKS,
    teams: tuple[str, ...] = (),
    since: datetime | None = None,
) -> Dashboard:
    """The executive page as of ``at``; ``today`` is the reader's local date, its week the last one counted.

    ``teams`` are slugs: only what those, and the teams below them, owe or are owed. With ``since`` also what happened
    after it.
    """
    ground = lay(viewer=viewer, at=at, weeks=Weeks(period.weeks, today), teams=teams)
    sight, weeks, found, paused = ground.sight, ground.weeks, ground.found, ground.standing.paused
    lines, is_shown = _with_people(ground)
    parts = Parts()
    flagged = parts.read("drifting", lambda: drifting(sight, paused=paused), instead=Drifting((), ()))
    return Dashboard(
        period=weeks,
        today=today,
        counted_at=at,
        agreements=ground.standing.running,
        selected=ground.forest.named(teams),
        sentence=ground.sentence,
        outcomes=ground.outcomes,
        figures=figures_of(Basis(found, weeks, ground.matrix, is_shown=is_shown, asked=sight.asked)),
        matrix=ground.matrix,
        trend=trend_of(found, weeks=weeks, is_shown=is_shown),
        strip=strip_of(found, weeks=weeks, asked=sight.asked),
        drifting=flagged.rows,
        metrics=parts.read("metrics", lambda: joint_metrics(sight, today=today, paused=paused), instead=JointMetrics()),
        teams=lines,
        decisions=parts.read("decisions", lambda: decisions_waiting(sight), instead=DecisionsWaiting()),
        freshness=_freshness(ground),
        hours=found.hours,
        arguments=flagged.arguments,
        priorities=priority_lines(ground.standing.served, asked=sight.asked),
        since=since_visit(sight, since=since) if since else None,
        unread=found.unread,
        definitions=tuple(DEFINITIONS.values()),
        places=tuple(sorted(ground.forest.places.values(), key=lambda place: (place.name, place.key))),
        lost=frozenset(parts.lost),
    )


def _with_people(ground: Ground) -> tuple[tuple[TeamLine, ...], bool]:
    """The teams table, and whether the whole page is about people enough for rates."""
    groups = ground.units.teams
    numbers = dict(enumerate(groups))
    due = {number: ground.found.due(groups[unit]).came_due for number, unit in numbers.items()}
    enough = groups_of_enough(
        ground.sight,
        weeks=ground.weeks,
        groups={number: groups[unit] for number, unit in numbers.items()},
        came_due={EVERYBODY: ground.outcomes.came_due, **due},
    )
    shown = frozenset(unit for number, unit in numbers.items() if number in enough)
    return team_lines(ground.found, ground.matrix, groups=groups, weeks=ground.weeks, shown=shown), EVERYBODY in enough


def _freshness(ground: Ground) -> Freshness:
    lately = answered(ground.found, Weeks(2, ground.weeks.today))
    return Freshness(ground.sight.at, ground.found.counted_at, lately, ground.standing.quiet, ground.sight.asked)
