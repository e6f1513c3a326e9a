from typing import Any

import pytest

from teams.models import Person, Team
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words
from tests.factories import AT, AgreementFactory, CommitmentFactory, DriftFlagFactory
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

    assert "1 of the 1 commitment" in page
    assert "drifting now" in page


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


def test_the_page_of_a_pair_shows_both_ways(sign_in: SignIn, maya: Person, product: Team, sales: Team) -> None:
    promise(product, sales, deliverable="Report")
    promise(sales, product, deliverable="Guide")

    context = sign_in(maya).get("/dashboard/pairs/product/sales/").context

    assert [row.deliverable for row in context["there"]] == ["Report"]
    assert [row.deliverable for row in context["back"]] == ["Guide"]


def test_the_page_of_a_pair_keeps_private_promises(
    sign_in: SignIn, executive: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, visibility="parties")

    assert sign_in(executive).get("/dashboard/pairs/product/sales/").context["there"] == []


def test_a_pair_of_unknown_teams_is_not_there(sign_in: SignIn, maya: Person) -> None:
    assert sign_in(maya).get("/dashboard/pairs/product/nobody/").status_code == 404


@pytest.mark.parametrize("address", ["/dashboard/", "/dashboard/pairs/product/sales/"])
def test_it_costs_the_same_however_many(
    sign_in: SignIn, executive: Person, product: Team, sales: Team, address: str
) -> None:
    promise(product, sales)
    browser = sign_in(executive)
    with_one = queries(browser, address)
    promise(product, sales)
    promise(product, sales)

    assert queries(browser, address) == with_one
