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
