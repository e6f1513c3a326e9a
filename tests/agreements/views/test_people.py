from datetime import date

from teams.models import Person, Team
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words
from tests.factories import AgreementFactory, CommitmentFactory


def promise(product: Team, sales: Team, visibility: str = "organisation", **also: object) -> None:
    agreement = AgreementFactory.create(is_active=True, visibility=visibility)
    CommitmentFactory.create(agreement=agreement, team=product, for_team=sales, is_open=True, **also)


def test_a_person_shows_what_they_owe(
    sign_in: SignIn, outsider: Person, dana: Person, lena: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, owner=dana, accepted_by=lena, deliverable="Report")

    page = sign_in(outsider).get(f"/people/{dana.pk}/").context["page"]

    assert [row.deliverable for row in page.owes.rows] == ["Report"]
    assert page.owed.count == 0


def test_a_person_who_is_away_names_who_stands_in(
    sign_in: SignIn, outsider: Person, dana: Person, maya: Person
) -> None:
    dana.away_until, dana.delegate = date(2027, 3, 5), maya
    dana.save()

    page = words(sign_in(outsider).get(f"/people/{dana.pk}/"))

    assert "Away until Fri 5 Mar. Maya Okafor stands in." in page
