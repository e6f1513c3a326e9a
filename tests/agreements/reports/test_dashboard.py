"""Every number of the executive page, with paused, closed and draft agreements beside those that count.

Today is Monday 1 March 2027; twelve weeks reach from Monday 14 December to Sunday 7 March.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.domain.agreements import Health
from agreements.domain.counting import Outcomes, Period, Rate
from agreements.models import Agreement, Commitment, TeamCount
from agreements.reports.dashboard import Dashboard, dashboard
from agreements.reports.dashboard.matrix import Cell, TeamName
from agreements.reports.dashboard.unread import Unread
from teams.models import Person, Priority, Team
from tests.factories import (
    AT,
    AgreementFactory,
    CommitmentFactory,
    DriftFlagFactory,
    MembershipFactory,
    MetricFactory,
    PersonFactory,
    SyncFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db

PAUSED = {"is_active": True, "paused_until": date(2027, 5, 1), "pause_reason": "Summer."}
CLOSED = {"state": "completed", "activated_at": AT, "closed_at": AT}


def look(viewer: Person, **asked: Any) -> Dashboard:
    return dashboard(viewer=viewer, at=AT, today=AT.date(), **asked)


def settled(outcome: str, due_on: date = date(2027, 2, 15), **also: object) -> Commitment:
    states = {"lapsed": {"state": "lapsed", "lapsed_at": AT}, "released": {"state": "released", "released_at": AT}}
    done = {"state": "accepted", "delivered_at": AT, "accepted_at": AT}
    if "agreement" not in also:
        also["agreement"] = AgreementFactory.create(is_active=True)
    return CommitmentFactory.create(outcome=outcome, due_on=due_on, opened_at=AT, **states.get(outcome, done), **also)


def open_one(
    agreement: Agreement, debtor: Team, creditor: Team, health: str = "on_track", **also: object
) -> Commitment:
    return CommitmentFactory.create(
        is_open=True, agreement=agreement, team=debtor, for_team=creditor, health=health, shown_health=health, **also
    )


@pytest.fixture
def pair(product: Team, sales: Team) -> tuple[Team, Team]:
    """Product owes Sales two, one drifting; as much again in a paused, a closed and a draft agreement each."""
    for kind in ({"is_active": True}, PAUSED, CLOSED, {}):
        agreement = AgreementFactory.create(**kind)
        open_one(agreement, product, sales)
        open_one(agreement, product, sales, "drifting")
    return product, sales


def test_outcomes_count_what_came_due_and_is_decided(executive: Person) -> None:
    for outcome in ("kept", "kept", "adjusted_early", "adjusted_late", "lapsed", "released"):
        settled(outcome)
    CommitmentFactory.create(is_open=True, agreement=AgreementFactory.create(is_active=True), due_on=date(2027, 2, 15))
    found = look(executive).outcomes
    assert found == Outcomes(kept=2, adjusted_early=1, adjusted_late=1, lapsed=1)
    assert (found.in_time, found.came_due) == (3, 5)


@pytest.mark.parametrize("kind", [PAUSED, CLOSED])
def test_outcomes_count_wherever_their_agreement_is_now(executive: Person, kind: dict[str, object]) -> None:
    settled("kept", agreement=AgreementFactory.create(**kind))
    assert look(executive).outcomes == Outcomes(kept=1)


@pytest.mark.parametrize(
    ("due_on", "counted"),
    [
        (date(2026, 12, 13), 0),
        (date(2026, 12, 14), 1),
        (date(2027, 3, 7), 1),
        (date(2027, 3, 8), 0),
    ],
)
def test_weeks_are_whole_and_the_present_one_is_the_last(executive: Person, due_on: date, counted: int) -> None:
    settled("kept", due_on)
    assert look(executive).outcomes.kept == counted


@pytest.mark.parametrize(("due_on", "counted"), [(date(2027, 3, 22), 1), (date(2026, 12, 13), 0)])
def test_what_was_adjusted_counts_before_its_new_date(executive: Person, due_on: date, counted: int) -> None:
    agreement = AgreementFactory.create(is_active=True)
    CommitmentFactory.create(agreement=agreement, is_open=True, outcome="adjusted_early", due_on=due_on)
    assert look(executive).outcomes.adjusted_early == counted


@pytest.mark.parametrize(("period", "kept"), [(Period.SIX_WEEKS, 1), (Period.TWELVE_WEEKS, 2), (Period.YEAR, 3)])
def test_a_period_reaches_back_so_many_weeks(executive: Person, period: Period, kept: int) -> None:
    for due_on in (date(2027, 1, 25), date(2027, 1, 24), date(2026, 12, 13)):
        settled("kept", due_on)
    assert look(executive, period=period).outcomes.kept == kept


def test_the_matrix_counts_what_is_open_in_agreements_that_run(executive: Person, pair: tuple[Team, Team]) -> None:
    found = look(executive).matrix
    assert [team.name for team in found.teams] == ["Product", "Sales"]
    assert [[(cell.open, cell.drifting) for cell in row.cells] for row in found.rows] == [
        [(0, 0), (2, 1)],
        [(0, 0), (0, 0)],
    ]
    assert (found.totals, found.open, found.drifting) == ((0, 2), 2, 1)
    assert found.rows[0].cells[1].health is Health.DRIFTING


def test_the_sentence_says_it_all(executive: Person, pair: tuple[Team, Team]) -> None:
    settled("lapsed")
    for _ in range(2):
        settled("kept")
    assert look(executive).sentence.words == (
        "2 of the 3 commitments that came due were kept or renegotiated in time. 1 is drifting now."
    )


def test_the_sentence_names_the_pair_that_stands_out(executive: Person, product: Team, sales: Team) -> None:
    agreement = AgreementFactory.create(is_active=True)
    for debtor, creditor in ((product, sales), (product, sales), (sales, product)):
        open_one(agreement, debtor, creditor, "drifting")
    assert look(executive).sentence.drifting_words == "3 are drifting now, 2 of them owed by Product to Sales."


@pytest.mark.parametrize(("who", "drifting"), [("executive", 0), ("admin", 1)])
def test_a_drift_not_yet_shown_counts_for_administrators_only(
    request: pytest.FixtureRequest, who: str, drifting: int
) -> None:
    CommitmentFactory.create(is_open=True, agreement=AgreementFactory.create(is_active=True), health="drifting")
    assert look(request.getfixturevalue(who)).matrix.drifting == drifting


@pytest.mark.parametrize(("who", "agreements", "open_ones", "kept"), [("executive", 1, 1, 1), ("outsider", 0, 0, 0)])
def test_what_is_between_parties_is_counted_but_not_by_everybody(
    request: pytest.FixtureRequest, who: str, agreements: int, open_ones: int, kept: int
) -> None:
    secret = AgreementFactory.create(is_active=True, visibility="parties")
    CommitmentFactory.create(is_open=True, agreement=secret)
    settled("kept", agreement=secret)
    found = look(request.getfixturevalue(who))
    assert (found.agreements, found.matrix.open, found.outcomes.kept) == (agreements, open_ones, kept)


def test_its_parties_count_their_own(product: Team, sales: Team, maya: Person) -> None:
    for kind in ({"is_active": True}, PAUSED):
        open_one(AgreementFactory.create(visibility="parties", **kind), product, sales, "drifting")
    for outcome in ("kept", "adjusted_late"):
        settled(outcome, agreement=AgreementFactory.create(visibility="parties", **CLOSED), team=product)
    found = look(maya)
    assert (found.matrix.open, found.matrix.drifting) == (1, 1)
    assert found.outcomes == Outcomes(kept=1, adjusted_late=1)
    assert [(line.team.name, line.outcomes.came_due) for line in found.teams if line.team.name == "Product"] == [
        ("Product", 2)
    ]
    assert found.strip.bars[-1].made == 2


def test_executives_are_told_how_much_they_may_not_read(executive: Person, product: Team, sales: Team) -> None:
    secret = AgreementFactory.create(is_active=True, visibility="parties")
    open_one(secret, product, sales)
    settled("kept", agreement=secret)
    open_one(AgreementFactory.create(visibility="parties", **PAUSED), product, sales)
    open_one(AgreementFactory.create(is_active=True), product, sales)
    own = AgreementFactory.create(is_active=True, visibility="parties", facilitator=executive)
    open_one(own, product, sales)
    settled("lapsed", agreement=own)
    assert look(executive).unread == Unread(open=1, came_due=1)


@pytest.mark.parametrize(("count", "step"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 4), (6, 5), (40, 5)])
def test_five_steps_of_one_hue(count: int, step: int) -> None:
    assert Cell(TeamName("a", "A"), TeamName("b", "B"), count).step == step


def test_executives_read_no_text_of_agreements_between_parties(executive: Person) -> None:
    secret = AgreementFactory.create(is_active=True, visibility="parties")
    commitment = CommitmentFactory.create(is_open=True, agreement=secret, health="drifting", shown_health="drifting")
    DriftFlagFactory.create(agreement=secret, commitment=commitment)
    report = look(executive)
    assert report.matrix.drifting == 1
    assert report.drifting == ()


def test_many_teams_stand_under_their_departments(executive: Person) -> None:
    agreement = AgreementFactory.create(is_active=True)
    departments = [TeamFactory.create(name=name) for name in ("North", "South")]
    north, south = ([TeamFactory.create(parent=top) for _ in range(5)] for top in departments)
    for debtor, creditor in zip(north, south, strict=True):
        open_one(agreement, debtor, creditor)
    open_one(agreement, north[0], north[1], "drifting")
    found = look(executive).matrix
    assert (found.is_grouped, [team.name for team in found.teams]) == (True, ["North", "South"])
    assert [[(cell.open, cell.drifting) for cell in row.cells] for row in found.rows] == [
        [(1, 1), (5, 0)],
        [(0, 0), (0, 0)],
    ]
    assert found.teams[0].address == f"/dashboard/?teams={departments[0].slug}"


def test_a_department_opens_into_its_teams(executive: Person) -> None:
    agreement = AgreementFactory.create(is_active=True)
    north, south = (TeamFactory.create(name=name) for name in ("North", "South"))
    inside = [TeamFactory.create(name=f"Team {n}", parent=north) for n in range(5)]
    outside = [TeamFactory.create(parent=south) for _ in range(6)]
    for debtor, creditor in zip(inside, outside, strict=False):
        open_one(agreement, debtor, creditor)
    open_one(agreement, outside[0], outside[5])
    found = look(executive, teams=(north.slug,))
    assert [team.name for team in found.selected] == ["North"]
    assert [team.name for team in found.matrix.teams] == ["South", *(f"Team {n}" for n in range(5))]
    assert found.matrix.open == 5


def test_what_no_page_has_room_for_stands_together(executive: Person) -> None:
    agreement = AgreementFactory.create(is_active=True)
    teams = [TeamFactory.create(name=f"Team {n:02}") for n in range(12)]
    for n, debtor in enumerate(teams):
        for _ in range(12 - n):
            open_one(agreement, debtor, teams[(n + 1) % 12])
    found = look(executive).matrix
    assert [team.name for team in found.teams[-2:]] == ["Team 07", "Other teams"]
    assert found.open == 78
    assert found.teams[-1].address == ""


def test_a_filter_keeps_what_a_team_owes_and_is_owed(executive: Person, product: Team, sales: Team) -> None:
    finance = TeamFactory.create(name="Finance")
    agreement = AgreementFactory.create(is_active=True)
    open_one(agreement, product, sales)
    open_one(agreement, sales, finance, "drifting")
    settled("kept", agreement=agreement, team=product, for_team=sales)
    settled("lapsed", agreement=agreement, team=sales, for_team=finance)
    found = look(executive, teams=("product", "nobody"))
    assert (found.matrix.open, found.matrix.drifting, found.outcomes) == (1, 0, Outcomes(kept=1))
    assert [team.name for team in found.selected] == ["Product"]


def people_of(team: Team, count: int) -> list[Person]:
    return [MembershipFactory.create(team=team, person=PersonFactory.create()).person for _ in range(count)]


def test_the_teams_table(executive: Person, product: Team, sales: Team, pair: tuple[Team, Team]) -> None:
    owners = people_of(product, 4)
    for outcome, owner in zip(("kept", "kept", "kept", "adjusted_early", "lapsed"), [*owners, owners[0]], strict=True):
        settled(outcome, team=product, for_team=sales, owner=owner)
    line, other = look(executive).teams
    assert (line.team.name, line.owes, line.owed, line.drifting) == ("Product", 2, 0, 1)
    assert (line.kept.words, line.adjusted.words) == ("60%", "1 of 1")
    assert (other.team.name, other.owes, other.owed, other.kept.words) == ("Sales", 0, 2, "none due")


def test_a_rate_of_few_people_is_hidden(executive: Person, product: Team, sales: Team) -> None:
    owners = people_of(product, 3)
    for n in range(6):
        settled("kept", team=product, for_team=sales, owner=owners[n % 3])
    found = look(executive)
    assert {line.team.name: line.kept.words for line in found.teams}["Product"] == "hidden"
    assert (found.figures[0].value, found.trend.latest) == ("hidden", None)


def test_a_rate_of_few_commitments_is_a_count(executive: Person) -> None:
    for outcome in ("kept", "kept", "kept", "lapsed"):
        settled(outcome)
    assert [figure.value for figure in look(executive).figures[:2]] == ["3 of 4", "0 of 1"]


@pytest.mark.parametrize(
    ("rate", "percent", "words"),
    [
        (Rate(0, 0), None, "none due"),
        (Rate(2, 3), None, "2 of 3"),
        (Rate(5, 6), 83, "83%"),
        (Rate(1, 8), 13, "13%"),
        (Rate(5, 6, is_shown=False), None, "hidden"),
        (Rate(2, 3, is_shown=False), None, "2 of 3"),
    ],
)
def test_rates_in_words(rate: Rate, percent: int | None, words: str) -> None:
    assert (rate.percent, rate.words) == (percent, words)


def test_the_four_numbers(executive: Person, pair: tuple[Team, Team]) -> None:
    for outcome in ("kept",) * 5 + ("adjusted_early",) * 3 + ("adjusted_late", "lapsed"):
        settled(outcome)
    for outcome in ("kept",) * 4 + ("lapsed",):
        settled(outcome, date(2026, 12, 7))
    kept, changed, drifting, cadence = look(executive).figures
    assert (kept.value, kept.of, kept.change_words) == ("50%", "5 of 10", "30 points on the 12 weeks before")
    assert (kept.change, kept.is_better) == (-30, False)
    assert (changed.value, changed.of) == ("60%", "3 of 5")
    assert (drifting.value, drifting.of, drifting.series[-1]) == ("1", "of 2 open", 1)
    assert cadence.value == "none asked"


def test_the_trend_rolls_over_four_weeks(executive: Person) -> None:
    for weeks, outcome in ((0, "kept"), (1, "kept"), (2, "kept"), (3, "kept"), (3, "lapsed"), (4, "lapsed")):
        settled(outcome, date(2027, 3, 1) - timedelta(weeks=weeks))
    points = look(executive).trend.points
    assert [(point.ends_on, point.kept, point.came_due) for point in points[-2:]] == [
        (date(2027, 2, 28), 60, 5),
        (date(2027, 3, 7), 80, 5),
    ]


def test_the_strip_shows_each_week_and_what_was_made_in_it(executive: Person) -> None:
    settled("kept")
    settled("lapsed", date(2027, 3, 7))
    strip = look(executive).strip
    assert len(strip.bars) == 12
    assert [(bar.begins_on, bar.outcomes.came_due, bar.made) for bar in strip.bars[-3:]] == [
        (date(2027, 2, 15), 1, 0),
        (date(2027, 2, 22), 0, 0),
        (date(2027, 3, 1), 1, 2),
    ]
    assert (strip.made_a_week, strip.bars[-1].is_present) == (0.2, True)


def test_the_number_of_queries_does_not_grow(executive: Person) -> None:
    counts = []
    for _ in range(2):
        drifting_one()
        with CaptureQueriesContext(connection) as queries:
            look(executive)
        counts.append(len(queries))
        drifting_one()
    assert counts[0] == counts[1]


def drifting_one() -> None:
    agreement = AgreementFactory.create(is_active=True)
    commitment = CommitmentFactory.create(is_open=True, agreement=agreement, health="drifting", shown_health="drifting")
    DriftFlagFactory.create(agreement=agreement, commitment=commitment)


def test_priorities_are_as_weak_as_what_serves_them(executive: Person) -> None:
    growth, trust = (Priority.objects.create(name=name, position=n) for n, name in enumerate(("Growth", "Trust")))
    for kind in ({"is_active": True}, {"is_active": True, "shown_health": "watch"}, {"shown_health": "drifting"}):
        AgreementFactory.create(priority=growth, **kind)
    AgreementFactory.create(priority=growth, shown_health="drifting", **PAUSED)
    AgreementFactory.create(priority=trust, **CLOSED)
    lines = look(executive).priorities
    assert [(line.name, line.agreements, line.drifting, line.health) for line in lines] == [
        ("Growth", 2, 0, Health.WATCH),
        ("Trust", 0, 0, None),
    ]


def test_quiet_agreements_are_counted_where_they_run(executive: Person) -> None:
    for kind in ({"is_active": True}, PAUSED, CLOSED, {}):
        AgreementFactory.create(shown_health="quiet", **kind)
    found = look(executive)
    assert (found.freshness.quiet, found.agreements) == (1, 1)


def test_answers_before_syncs_are_counted_by_the_hour(executive: Person, product: Team) -> None:
    for week, asked, answered in ((date(2027, 3, 1), 4, 3), (date(2027, 2, 22), 6, 6), (date(2026, 12, 14), 10, 1)):
        TeamCount.objects.create(
            team=product, is_public=True, week=week, open=9, drifting=2, asked=asked, answered=answered, counted_at=AT
        )
    found = look(executive)
    assert (found.freshness.answered.words, found.freshness.answers_at) == ("90%", AT)
    assert found.figures[2].series[-2:] == (2, 0)


def test_hours_in_syncs_held_and_called_off(executive: Person) -> None:
    for also in ({"held_at": AT, "person_minutes": 90}, {"cancelled_at": AT, "person_minutes": 60}, {}):
        SyncFactory.create(slot_on=date(2027, 2, 15), starts_at=AT - timedelta(weeks=2), **also)
    found = look(executive).hours
    assert (found.spent_hours, found.returned_hours) == (1.5, 1.0)


def test_what_the_same_two_argue_about(executive: Person) -> None:
    evidence = {"topic": "Rollout", "between": "Product and Sales", "times": 3, "within_days": 180}
    for kind in ({"is_active": True}, CLOSED):
        agreement = AgreementFactory.create(**kind)
        DriftFlagFactory.create(agreement=agreement, rule="reopened", strength="weak", evidence=evidence)
    [found] = look(executive).arguments
    assert (found.topic, found.between, found.times) == ("Rollout", "Product and Sales", 3)


def test_joint_metrics_with_a_flag_come_first(executive: Person) -> None:
    agreement = AgreementFactory.create(is_active=True, title="Launch")
    late, flagged = (
        MetricFactory.create(agreement=agreement, name=name, target_on=on)
        for name, on in (("Calm", date(2027, 4, 1)), ("Off", date(2027, 8, 1)))
    )
    DriftFlagFactory.create(agreement=agreement, metric=flagged, rule="metric_bound")
    for kind in (PAUSED, CLOSED, {}):
        MetricFactory.create(agreement=AgreementFactory.create(**kind))
    found = look(executive).metrics
    assert ([one.cell.pk for one in found.shown], found.total) == ([flagged.pk, late.pk], 2)


def test_since_the_last_visit(executive: Person) -> None:
    settled("kept")
    settled("lapsed")
    assert look(executive).since is None
    found = look(executive, since=AT - timedelta(days=1)).since
    assert found is not None
    assert (found.kept, found.lapsed, found.drifting, found.changed) == (1, 1, 0, 0)
