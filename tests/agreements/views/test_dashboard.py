from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from time_machine import TimeMachineFixture

from teams.models import Organisation, Person, Team
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words
from tests.factories import (
    AT,
    AgreementFactory,
    CommitmentFactory,
    DriftFlagFactory,
    MetricFactory,
    TeamFactory,
)
from tests.visits import queries


def promise(product: Team, sales: Team, visibility: str = "organisation", **also: Any) -> None:
    agreement = AgreementFactory.create(is_active=True, visibility=visibility)
    values = {"is_open": True, "shown_health": "drifting", "team": product, "for_team": sales} | also
    DriftFlagFactory.create(
        agreement=agreement, commitment=CommitmentFactory.create(agreement=agreement, **values), rule="silent"
    )


def test_it_says_so_before_anything_came_due(sign_in: SignIn, maya: Person) -> None:
    assert "who owes whom appears here" in words(sign_in(maya).get("/dashboard/"))


def test_one_sentence_says_what_came_of_it(sign_in: SignIn, executive: Person, product: Team, sales: Team) -> None:
    done: dict[str, Any] = {
        "state": "accepted",
        "delivered_at": AT,
        "accepted_at": AT,
        "opened_at": AT,
        "is_open": False,
    }
    promise(product, sales, **done, outcome="kept", due_on=AT.date())
    promise(product, sales)

    page = words(sign_in(executive).get("/dashboard/"))

    assert "The one commitment that came due was kept or renegotiated in time." in page
    assert "One is drifting now" in page
    assert "Numbers need at least five commitments due. One so far." in page


def test_each_pair_of_the_matrix_leads_to_its_page(
    sign_in: SignIn, executive: Person, product: Team, sales: Team
) -> None:
    promise(product, sales)

    assert 'href="/dashboard/pairs/product/sales/"' in words(sign_in(executive).get("/dashboard/"))


@pytest.mark.parametrize(("weeks", "shown"), [("6", 6), ("52", 52), ("7", 12), ("all", 12)])
def test_the_period_is_one_of_three(sign_in: SignIn, maya: Person, weeks: str, shown: int) -> None:
    assert sign_in(maya).get(f"/dashboard/?weeks={weeks}").context["report"].weeks == shown


def test_executives_count_what_they_may_not_read(
    sign_in: SignIn, executive: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, visibility="parties", deliverable="Quiet thing")

    answer = sign_in(executive).get("/dashboard/")

    assert answer.context["report"].matrix.open == 1
    assert "Quiet thing" not in words(answer)


@pytest.mark.parametrize("address", ["/dashboard/", "/dashboard/?period=year", "/dashboard/?teams=sales"])
def test_it_costs_the_same_however_many(
    sign_in: SignIn, executive: Person, product: Team, sales: Team, address: str
) -> None:
    promise(product, sales)
    browser = sign_in(executive)
    with_one = queries(browser, address)
    promise(product, sales)
    promise(product, sales)

    assert queries(browser, address) == with_one


@pytest.mark.parametrize(
    ("asked", "shown"), [("?period=6w", 6), ("?period=year", 52), ("?weeks=52", 52), ("?period=day", 12), ("", 12)]
)
def test_the_period_stands_in_the_address(sign_in: SignIn, maya: Person, asked: str, shown: int) -> None:
    assert sign_in(maya).get(f"/dashboard/{asked}").context["report"].weeks == shown


def test_boxes_of_the_form_and_a_link_ask_for_the_same_teams(
    sign_in: SignIn, executive: Person, product: Team, sales: Team
) -> None:
    browser = sign_in(executive)
    asked = ("?teams=product&teams=sales", "?teams=product,sales")

    found = [browser.get(f"/dashboard/{each}").context["report"].selected for each in asked]

    assert [[team.slug for team in each] for each in found] == [["product", "sales"]] * 2


def test_what_is_no_filter_is_said(sign_in: SignIn, maya: Person) -> None:
    assert "&#x27;colour&#x27; is no filter here." in words(sign_in(maya).get("/dashboard/?colour=red"))


def test_what_is_new_is_told_from_the_second_visit_on(
    sign_in: SignIn, executive: Person, time_machine: TimeMachineFixture
) -> None:
    browser = sign_in(executive)

    first = words(browser.get("/dashboard/"))
    time_machine.move_to(AT + timedelta(days=2), tick=False)
    browser.force_login(executive)
    second = words(browser.get("/dashboard/?since=visit"))

    assert ("Since last visit" in first, "Nothing has changed that you may read." in second) == (False, True)


def test_few_commitments_are_said_to_be_few(sign_in: SignIn, maya: Person) -> None:
    assert "Numbers need at least five commitments due. None so far." in words(sign_in(maya).get("/dashboard/"))


def test_who_may_not_read_an_agreement_counts_nothing_of_it(
    sign_in: SignIn, outsider: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, visibility="parties")

    assert sign_in(outsider).get("/dashboard/").context["report"].matrix.open == 0


def test_a_member_of_one_party_is_shown_its_drift(sign_in: SignIn, maya: Person, product: Team, sales: Team) -> None:
    promise(product, sales, deliverable="Report", due_on=AT.date())

    assert "Report" in words(sign_in(maya).get("/dashboard/"))


@pytest.mark.parametrize(
    ("name", "row"),
    [("matrix", "Product,Sales,1,1"), ("teams", "Product,1,0,1"), ("weeks", "2027-03-01,0,0,0,0,0")],
)
def test_each_part_is_a_table_to_take_away(
    sign_in: SignIn, executive: Person, product: Team, sales: Team, name: str, row: str
) -> None:
    promise(product, sales)

    answer = sign_in(executive).get(f"/dashboard/{name}.csv")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert row in answer.content.decode()


def test_signed_out_nothing_is_told(client: Client, organisation: Organisation) -> None:
    assert client.get("/dashboard/matrix.csv").status_code == 302


@pytest.mark.parametrize("part", ["drifting", "joint_metrics", "decisions_waiting"])
def test_a_part_that_does_not_load_leaves_the_rest(
    sign_in: SignIn, executive: Person, product: Team, sales: Team, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def out_of_reach(*_: object, **__: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    promise(product, sales)
    monkeypatch.setattr(f"agreements.reports.dashboard.assembly.{part}", out_of_reach)

    page = words(sign_in(executive).get("/dashboard/"))

    assert "This part did not load." in page
    assert 'href="/dashboard/pairs/product/sales/"' in page


def test_all_joint_metrics_are_one_page_away(sign_in: SignIn, maya: Person) -> None:
    agreement = AgreementFactory.create(is_active=True)
    for number in range(5):
        MetricFactory.create(agreement=agreement, name=f"Metric {number}")
    browser = sign_in(maya)

    assert 'href="/dashboard/metrics/"' in words(browser.get("/dashboard/"))
    page = words(browser.get("/dashboard/metrics/"))
    assert [number for number in range(5) if f"Metric {number}" not in page] == []


def test_all_joint_metrics_cost_the_same_however_many(sign_in: SignIn, maya: Person) -> None:
    agreement = AgreementFactory.create(is_active=True)
    MetricFactory.create(agreement=agreement)
    browser = sign_in(maya)
    with_one = queries(browser, "/dashboard/metrics/")
    MetricFactory.create_batch(2, agreement=agreement)

    assert queries(browser, "/dashboard/metrics/") == with_one


def test_it_takes_twelve_queries(sign_in: SignIn, executive: Person, product: Team, sales: Team) -> None:
    promise(product, sales)
    MetricFactory.create(agreement=AgreementFactory.create(is_active=True))
    browser = sign_in(executive)
    browser.get("/dashboard/")

    assert queries(browser, "/dashboard/") <= 12


def test_what_no_page_has_room_for_has_no_page(sign_in: SignIn, executive: Person) -> None:
    teams = TeamFactory.create_batch(12)
    for number, debtor in enumerate(teams):
        for _ in range(1 + number % 2):
            promise(debtor, teams[(number + 1) % 12])

    page = words(sign_in(executive).get("/dashboard/"))

    assert "Other teams" in page
    assert 'href=""' not in page
