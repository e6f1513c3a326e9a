from teams.models import Person, Team
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words
from tests.factories import AgreementFactory, CommitmentFactory
from tests.visits import queries


def promise(product: Team, sales: Team, visibility: str = "organisation", **also: object) -> None:
    agreement = AgreementFactory.create(is_active=True, visibility=visibility)
    CommitmentFactory.create(agreement=agreement, team=product, for_team=sales, is_open=True, **also)


def test_a_team_shows_what_it_owes_and_is_owed(sign_in: SignIn, outsider: Person, product: Team, sales: Team) -> None:
    promise(product, sales, deliverable="Report")
    promise(sales, product, deliverable="Guide")

    page = sign_in(outsider).get("/teams/product/").context["page"]

    assert [row.deliverable for row in page.owes.rows] == ["Report"]
    assert [row.deliverable for row in page.owed.rows] == ["Guide"]
    assert len(page.agreements) == 2


def test_a_team_keeps_what_is_private_to_its_parties(
    sign_in: SignIn, outsider: Person, maya: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, visibility="parties")

    assert sign_in(outsider).get("/teams/product/").context["page"].owes.count == 0
    assert sign_in(maya).get("/teams/product/").context["page"].owes.count == 1


def test_a_long_list_says_how_many_there_are(sign_in: SignIn, outsider: Person, product: Team, sales: Team) -> None:
    for _ in range(31):
        promise(product, sales)

    assert "the first 30 of 31" in words(sign_in(outsider).get("/teams/product/"))


def test_an_unknown_team_is_not_there(sign_in: SignIn, outsider: Person) -> None:
    assert sign_in(outsider).get("/teams/nobody/").status_code == 404


def test_a_team_costs_the_same_however_many(sign_in: SignIn, outsider: Person, product: Team, sales: Team) -> None:
    promise(product, sales)
    browser = sign_in(outsider)
    with_one = queries(browser, "/teams/product/")
    promise(product, sales)
    promise(product, sales)

    assert queries(browser, "/teams/product/") == with_one
