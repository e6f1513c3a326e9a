from typing import Any

import pytest

from teams.models import Person, Team
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words
from tests.factories import AT, AgreementFactory, CommitmentFactory, PartyFactory, TeamFactory
from tests.visits import queries

ADDRESS = "/dashboard/pairs/product/sales/"


def promise(team: Team, for_team: Team, visibility: str = "organisation", **also: Any) -> None:
    agreement = AgreementFactory.create(is_active=True, visibility=visibility)
    PartyFactory.create(agreement=agreement, team=team)
    PartyFactory.create(agreement=agreement, team=for_team)
    CommitmentFactory.create(agreement=agreement, team=team, for_team=for_team, **{"is_open": True} | also)


def named(page: Any, way: str) -> list[str]:
    return [row.deliverable for row in getattr(page.context["page"], way).rows]


def test_it_shows_both_ways(sign_in: SignIn, outsider: Person, product: Team, sales: Team) -> None:
    promise(product, sales, deliverable="Report")
    promise(sales, product, deliverable="Guide")

    page = sign_in(outsider).get(ADDRESS)

    assert (named(page, "there"), named(page, "back")) == (["Report"], ["Guide"])


def test_executives_count_what_they_may_not_read(
    sign_in: SignIn, executive: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, visibility="parties", deliverable="Quiet thing")

    page = sign_in(executive).get(ADDRESS)

    assert page.context["page"].there.open == 1
    assert "1 in agreements that you may not read" in words(page)
    assert "Quiet thing" not in words(page)


def test_others_count_only_what_they_read(sign_in: SignIn, outsider: Person, product: Team, sales: Team) -> None:
    promise(product, sales, visibility="parties")

    assert sign_in(outsider).get(ADDRESS).context["page"].there.open == 0


def test_a_member_of_one_party_reads_it(sign_in: SignIn, maya: Person, product: Team, sales: Team) -> None:
    promise(product, sales, visibility="parties", deliverable="Report")

    assert named(sign_in(maya).get(ADDRESS), "there") == ["Report"]


def test_a_department_stands_for_its_teams(sign_in: SignIn, outsider: Person, product: Team, sales: Team) -> None:
    both = TeamFactory.create(name="Trade")
    Team.objects.update(parent=None)
    Team.objects.exclude(pk=both.pk).update(parent=both)
    promise(product, sales, deliverable="Report")

    page = sign_in(outsider).get(f"/dashboard/pairs/{both.slug}/{both.slug}/")

    assert named(page, "there") == ["Report"]
    assert "Inside Trade" in words(page)


def test_what_became_of_the_latest_is_told(sign_in: SignIn, outsider: Person, product: Team, sales: Team) -> None:
    done: dict[str, Any] = {
        "state": "accepted",
        "delivered_at": AT,
        "accepted_at": AT,
        "opened_at": AT,
        "is_open": False,
    }
    promise(product, sales, **done, outcome="kept", due_on=AT.date(), deliverable="Plan")

    page = sign_in(outsider).get(ADDRESS)

    assert [row.deliverable for row in page.context["page"].settled] == ["Plan"]


@pytest.mark.parametrize(("who", "is_offered"), [("maya", True), ("outsider", False)])
def test_two_teams_without_an_agreement_may_start_one(
    sign_in: SignIn, request: pytest.FixtureRequest, sales: Team, maya: Person, who: str, is_offered: bool
) -> None:
    page = words(sign_in(request.getfixturevalue(who)).get(ADDRESS))

    assert "Product and Sales have no agreement in force" in page
    assert ("Start one" in page) == is_offered


@pytest.mark.parametrize("address", ["/dashboard/pairs/product/nobody/", "/dashboard/pairs/product/product/"])
def test_unknown_teams_and_a_team_with_itself_are_not_there(sign_in: SignIn, maya: Person, address: str) -> None:
    assert sign_in(maya).get(address).status_code == 404


def test_it_costs_the_same_however_many(sign_in: SignIn, executive: Person, product: Team, sales: Team) -> None:
    promise(product, sales)
    promise(sales, product)
    browser = sign_in(executive)
    with_one = queries(browser, ADDRESS)
    for _ in range(2):
        promise(product, sales)
        promise(sales, product)

    assert queries(browser, ADDRESS) == with_one
