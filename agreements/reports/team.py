"""The page of a team: what it owes and is owed, with whom, how much comes due each week, where it is a party."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from agreements.domain.counting import Weeks
from agreements.models import Agreement, Commitment
from agreements.reports.agreements import AgreementRow, agreement_rows
from agreements.reports.dashboard.sight import Sight
from agreements.reports.sides import SHOWN, CameDue, Side, WeekLoad, came_due_of, is_drifting, load_per_week, side_of
from teams.models import Person, Team

WEEKS = 12  # that the page looks back


@dataclass(frozen=True, slots=True)
class Flow:
    """How many are open one way between two teams, and how many of them drift."""

    open: int = 0
    drifting: int = 0


@dataclass(frozen=True, slots=True)
class Partner:
    """A team that this one owes something, or is owed by."""

    slug: str
    name: str
    owes: Flow  # this team to the partner
    owed: Flow  # the partner to this team

    @property
    def drifting(self) -> int:
        return self.owes.drifting + self.owed.drifting


@dataclass(frozen=True, slots=True)
class TeamPage:
    owes: Side
    owed: Side
    partners: tuple[Partner, ...]
    load: tuple[WeekLoad, ...]  # of what the team owes
    came_due: CameDue  # of what it owed and came due in ``weeks``
    weeks: Weeks
    agreements: tuple[AgreementRow, ...]

    @property
    def most(self) -> int:
        """The most that comes due in one of the weeks."""
        return max((week.open for week in self.load), default=0)


def team_page(team: Team, *, viewer: Person, at: datetime, today: date) -> TeamPage:
    """Gather the page of ``team`` in a fixed number of queries; ``today`` is the reader's."""
    known, weeks = Sight(viewer, at).countable(), Weeks(WEEKS, today)
    running = known.running(at=at)
    open_ = Commitment.objects.open().filter(agreement__in=running)
    owes, owed = open_.filter(team=team), open_.filter(for_team=team)
    here = Agreement.objects.visible_to(viewer).active().filter(parties__team=team)
    return TeamPage(
        owes=side_of(owes, viewer=viewer, at=at),
        owed=side_of(owed, viewer=viewer, at=at),
        partners=_partners(open_, team, viewer),
        load=load_per_week(owes, viewer=viewer, today=today),
        came_due=came_due_of(Commitment.objects.filter(team=team, agreement__in=known), weeks=weeks),
        weeks=weeks,
        agreements=agreement_rows(agreements=here.order_by("-number")[:SHOWN], viewer=viewer, at=at),
    )


def _partners(open_: QuerySet[Commitment], team: Team, viewer: Person) -> tuple[Partner, ...]:
    """By name; one query."""
    between = open_.filter(Q(team=team) | Q(for_team=team)).values("team", "for_team")
    counted = between.annotate(open=Count("pk"), drifting=Count("pk", filter=is_drifting(viewer))).order_by()
    names = ("team__slug", "team__name", "for_team__slug", "for_team__name")
    owes: dict[tuple[str, str], Flow] = {}
    owed: dict[tuple[str, str], Flow] = {}
    for slug, name, for_slug, for_name, count, drifting in counted.values_list(*names, "open", "drifting"):
        flow = Flow(count, drifting)
        if slug == team.slug:
            owes[for_slug, for_name] = flow
        else:
            owed[slug, name] = flow
    partners = sorted(owes | owed, key=lambda partner: partner[1].casefold())
    return tuple(
        Partner(slug, name, owes.get((slug, name), Flow()), owed.get((slug, name), Flow())) for slug, name in partners
    )
