from datetime import date

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

    assert sign_in(outsider).get("/teams/product/").context["page"].owes.open == 0
    assert sign_in(maya).get("/teams/product/").context["page"].owes.open == 1


def test_a_long_list_says_how_many_there_are(sign_in: SignIn, outsider: Person, product: Team, sales: Team) -> None:
    for _ in range(31):
        promise(product, sales)

    assert "All 31 open" in words(sign_in(outsider).get("/teams/product/"))


def test_executives_count_what_they_may_not_read(
    sign_in: SignIn, executive: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, visibility="parties", deliverable="Quiet thing")

    answer = sign_in(executive).get("/teams/product/")

    assert answer.context["page"].owes.open == 1
    assert "1 in agreements that you may not read" in words(answer)
    assert "Quiet thing" not in words(answer)


def test_each_other_team_is_named_with_what_is_open_both_ways(
    sign_in: SignIn, outsider: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, shown_health="drifting")
    promise(sales, product)

    (partner,) = sign_in(outsider).get("/teams/product/").context["page"].partners

    assert (partner.name, partner.owes.open, partner.owed.open, partner.drifting) == ("Sales", 1, 1, 1)


def test_the_load_of_each_week_leads_to_its_rows(sign_in: SignIn, outsider: Person, product: Team, sales: Team) -> None:
    promise(product, sales, due_on=date(2027, 3, 10))

    page = words(sign_in(outsider).get("/teams/product/"))

    assert "?team=product&amp;state=open&amp;due_after=2027-03-08&amp;due_before=2027-03-14" in page


def test_an_unknown_team_is_not_there(sign_in: SignIn, outsider: Person) -> None:
    assert sign_in(outsider).get("/teams/nobody/").status_code == 404


def test_a_team_costs_the_same_however_many(sign_in: SignIn, outsider: Person, product: Team, sales: Team) -> None:
    promise(product, sales)
    browser = sign_in(outsider)
    with_one = queries(browser, "/teams/product/")
    promise(product, sales)
    promise(product, sales)

    assert queries(browser, "/teams/product/") == with_one
