from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.domain.counting import Weeks
from agreements.models import Agreement
from agreements.reports.dashboard import Cell, Outcomes, TeamName, countable, dashboard, matrix, outcomes
from teams.models import Person, Team
from tests.factories import AT, AgreementFactory, CommitmentFactory, DriftFlagFactory

pytestmark = pytest.mark.django_db

WINDOW = {"weeks": Weeks(12, date(2027, 3, 1))}  # from Monday 14 December to Sunday 7 March


def settled(outcome: str, due_on: date = date(2027, 2, 15), **also: object) -> None:
    states = {"lapsed": {"state": "lapsed", "lapsed_at": AT}, "released": {"state": "released", "released_at": AT}}
    done = {"state": "accepted", "delivered_at": AT, "accepted_at": AT}
    also.setdefault("agreement", AgreementFactory.create(is_active=True))
    CommitmentFactory.create(outcome=outcome, due_on=due_on, opened_at=AT, **states.get(outcome, done), **also)


def test_outcomes_count_what_came_due_and_is_decided(executive: Person) -> None:
    for outcome in ("kept", "kept", "adjusted_early", "adjusted_late", "lapsed", "released"):
        settled(outcome)
    CommitmentFactory.create(is_open=True, agreement=AgreementFactory.create(is_active=True), due_on=date(2027, 2, 15))
    found = outcomes(viewer=executive, **WINDOW)
    assert found == Outcomes(kept=2, adjusted_early=1, adjusted_late=1, lapsed=1)
    assert (found.in_time, found.came_due) == (3, 5)


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
    assert outcomes(viewer=executive, **WINDOW).kept == counted


@pytest.mark.parametrize(("due_on", "counted"), [(date(2027, 3, 22), 1), (date(2026, 12, 7), 0)])
def test_what_was_adjusted_counts_before_its_new_date(executive: Person, due_on: date, counted: int) -> None:
    agreement = AgreementFactory.create(is_active=True)
    CommitmentFactory.create(agreement=agreement, is_open=True, outcome="adjusted_early", due_on=due_on)
    assert outcomes(viewer=executive, **WINDOW).adjusted_early == counted


def test_closed_agreements_keep_their_past(executive: Person) -> None:
    settled("kept", agreement=AgreementFactory.create(state="completed", activated_at=AT, closed_at=AT))
    assert outcomes(viewer=executive, **WINDOW).kept == 1


def test_the_matrix_counts_open_commitments_of_agreements_in_force(
    executive: Person, product: Team, sales: Team
) -> None:
    active = AgreementFactory.create(is_active=True)
    pair = {"team": product, "for_team": sales}
    CommitmentFactory.create(is_open=True, agreement=active, **pair)
    CommitmentFactory.create(is_open=True, agreement=active, shown_health="drifting", **pair)
    CommitmentFactory.create(agreement=AgreementFactory.create(), **pair)  # a draft
    settled("kept", agreement=active, team=product, for_team=sales)
    found = matrix(viewer=executive, among=Agreement.objects.active())
    assert [team.name for team in found.teams] == ["Product", "Sales"]
    assert [[(cell.open, cell.drifting) for cell in row.cells] for row in found.rows] == [
        [(0, 0), (2, 1)],
        [(0, 0), (0, 0)],
    ]
    assert (found.totals, found.open, found.drifting) == ((0, 2), 2, 1)


@pytest.mark.parametrize(("who", "drifting"), [("executive", 0), ("admin", 1)])
def test_a_drift_not_yet_shown_counts_for_administrators_only(
    request: pytest.FixtureRequest, who: str, drifting: int
) -> None:
    CommitmentFactory.create(is_open=True, agreement=AgreementFactory.create(is_active=True), health="drifting")
    assert matrix(viewer=request.getfixturevalue(who), among=Agreement.objects.active()).drifting == drifting


@pytest.mark.parametrize(("who", "counts"), [("executive", 1), ("admin", 1), ("outsider", 0)])
def test_agreements_between_parties_are_counted_but_not_by_everybody(
    request: pytest.FixtureRequest, who: str, counts: int
) -> None:
    AgreementFactory.create(is_active=True, visibility="parties")
    assert countable(request.getfixturevalue(who)).count() == counts


@pytest.mark.parametrize(("count", "step"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 4), (6, 5), (40, 5)])
def test_five_steps_of_one_hue(count: int, step: int) -> None:
    assert Cell(TeamName("a", "A"), TeamName("b", "B"), count).step == step


def test_executives_read_no_text_of_agreements_between_parties(executive: Person, at: datetime) -> None:
    secret = AgreementFactory.create(is_active=True, visibility="parties")
    commitment = CommitmentFactory.create(is_open=True, agreement=secret, health="drifting", shown_health="drifting")
    DriftFlagFactory.create(agreement=secret, commitment=commitment)
    report = dashboard(viewer=executive, at=at, today=at.date())
    assert report.matrix.drifting == 1
    assert report.drifting == ()


def test_the_number_of_queries_does_not_grow(executive: Person, at: datetime) -> None:
    counts = []
    for _ in range(2):
        drifting_one()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            dashboard(viewer=executive, at=at, today=at.date())
        counts.append(len(queries))
        drifting_one()
    assert counts == [8, 8]


def drifting_one() -> None:
    agreement = AgreementFactory.create(is_active=True)
    commitment = CommitmentFactory.create(is_open=True, agreement=agreement, health="drifting", shown_health="drifting")
    DriftFlagFactory.create(agreement=agreement, commitment=commitment)
