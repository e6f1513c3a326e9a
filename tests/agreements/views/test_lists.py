from typing import Any

import pytest

from teams.models import Person, Team
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words
from tests.factories import AgreementFactory, CommitmentFactory, PartyFactory
from tests.visits import queries


def titles(answer: Any) -> list[str]:
    return [row.title for row in answer.context["list"].rows]


def deliverables(answer: Any) -> list[str]:
    return [row.deliverable for row in answer.context["list"].rows]


def promise(product: Team, sales: Team, **also: object) -> None:
    agreement = AgreementFactory.create(is_active=True)
    CommitmentFactory.create(agreement=agreement, team=product, for_team=sales, is_open=True, **also)


# --- agreements -----------------------------------------------------------------------------------------


def test_an_empty_list_offers_the_first_step(sign_in: SignIn, maya: Person) -> None:
    page = words(sign_in(maya).get("/agreements/"))

    assert "No agreements yet." in page
    assert 'href="/agreements/new/"' in page


def test_agreements_are_listed_the_newest_first(sign_in: SignIn, outsider: Person) -> None:
    AgreementFactory.create(title="First")
    AgreementFactory.create(title="Second")

    assert titles(sign_in(outsider).get("/agreements/")) == ["Second", "First"]


def test_what_is_private_is_listed_for_its_parties(
    sign_in: SignIn, maya: Person, outsider: Person, product: Team
) -> None:
    PartyFactory.create(agreement=AgreementFactory.create(title="Quiet", visibility="parties"), team=product)

    assert titles(sign_in(maya).get("/agreements/")) == ["Quiet"]
    assert titles(sign_in(outsider).get("/agreements/")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=active", ["Launch"]),
        ("?team=product", ["Launch"]),
        ("?q=trial", ["Margin"]),
        ("?state=never", ["Margin", "Launch"]),
    ],
)
def test_the_address_filters(sign_in: SignIn, maya: Person, product: Team, query: str, found: list[str]) -> None:
    PartyFactory.create(agreement=AgreementFactory.create(title="Launch", is_active=True), team=product)
    AgreementFactory.create(title="Margin", shared_goal="500 trials a month")

    assert titles(sign_in(maya).get(f"/agreements/{query}")) == found


def test_a_filter_without_a_find_offers_all(sign_in: SignIn, maya: Person) -> None:
    assert "No agreement fits these filters." in words(sign_in(maya).get("/agreements/?q=nothing"))


def test_thirty_agreements_make_a_page(sign_in: SignIn, maya: Person) -> None:
    AgreementFactory.create_batch(31)

    browser = sign_in(maya)
    first = browser.get("/agreements/")
    mark = first.context["list"].slice.after

    assert len(titles(first)) == 30
    assert len(titles(browser.get("/agreements/", {"after": mark}))) == 1


def test_agreements_cost_the_same_however_many(sign_in: SignIn, maya: Person, product: Team, sales: Team) -> None:
    promise(product, sales)
    browser = sign_in(maya)
    with_one = queries(browser, "/agreements/")
    promise(product, sales)
    promise(product, sales)

    assert queries(browser, "/agreements/") == with_one


# --- commitments ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"), [("", ["Guide", "Report"]), ("?owed=by-me", ["Report"]), ("?owed=to-me", ["Guide"])]
)
def test_commitments_by_who_owes(
    sign_in: SignIn, dana: Person, lena: Person, product: Team, sales: Team, query: str, found: list[str]
) -> None:
    promise(product, sales, owner=dana, accepted_by=lena, deliverable="Report")
    promise(sales, product, owner=lena, accepted_by=dana, deliverable="Guide")

    assert sorted(deliverables(sign_in(dana).get(f"/commitments/{query}"))) == found


def test_commitments_of_others_in_private_are_not_listed(
    sign_in: SignIn, outsider: Person, product: Team, sales: Team
) -> None:
    agreement = AgreementFactory.create(is_active=True, visibility="parties")
    CommitmentFactory.create(agreement=agreement, team=product, for_team=sales, is_open=True)

    page = words(sign_in(outsider).get("/commitments/"))

    assert "Nothing open here." in page


def test_commitments_cost_the_same_however_many(sign_in: SignIn, maya: Person, product: Team, sales: Team) -> None:
    promise(product, sales)
    browser = sign_in(maya)
    with_one = queries(browser, "/commitments/")
    promise(product, sales)
    promise(product, sales)

    assert queries(browser, "/commitments/") == with_one
