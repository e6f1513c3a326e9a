from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from agreements.models import Agreement, Commitment
from agreements.operations.signatures import sign
from teams.models import Person
from tests.agreements.amended import amended
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.visits import queries


@pytest.fixture
def signed(proposed: Agreement, maya: Person, tomas: Person, at: datetime) -> Agreement:
    version = proposed.versions.get()
    for person in (maya, tomas):
        sign(actor=person, at=at, agreement=proposed, terms_hash=version.terms_hash)
    proposed.refresh_from_db()
    return proposed


@pytest.fixture
def moved(signed: Agreement, maya: Person, tomas: Person, at: datetime) -> Agreement:
    """Version 2 since a week later: the feature a week later."""
    Commitment.objects.filter(agreement=signed, number=1).update(due_on=date(2027, 3, 22))
    amended(signed, at=at + timedelta(days=7), asked_by=maya, by=[maya, tomas])
    return signed


@pytest.fixture
def reader(sign_in: SignIn, lena: Person) -> Client:
    return sign_in(lena)


def test_the_versions_newest_first(reader: Client, page_of: PageOf, moved: Agreement) -> None:
    page = words(reader.get(page_of(moved, "versions")))

    assert page.index("Version 2") < page.index("Version 1")
    assert "asked for by Maya Okafor" in page
    assert "Rounding breaks the invoice." in page
    assert "Signed by Maya Okafor for Product" in page
    assert page_of(moved, "versions", "1..2") in page


def test_before_the_first_one_it_says_when_it_comes(
    sign_in: SignIn, page_of: PageOf, ready: Agreement, maya: Person
) -> None:
    page = words(sign_in(maya).get(page_of(ready, "versions")))

    assert "Version 1 comes into force when everybody has signed it." in page


def test_one_version_is_the_document_it_was(reader: Client, page_of: PageOf, moved: Agreement) -> None:
    first, second = (words(reader.get(page_of(moved, "versions", number))) for number in (1, 2))

    assert ("Mon 15 Mar 2027" in first, "Mon 15 Mar 2027" in second) == (True, False)
    assert "A later version took its place." in first
    assert "Agreed to by" in second
    assert moved.versions.get(number=1).terms_hash in first


def test_two_versions_beside_each_other(reader: Client, page_of: PageOf, moved: Agreement) -> None:
    page = words(reader.get(page_of(moved, "versions", "1..2")))

    assert "Mon <del >15</del> Mar 2027" in page
    assert "Mon <ins >22</ins> Mar 2027" in page


def test_the_other_way_round(reader: Client, page_of: PageOf, moved: Agreement) -> None:
    assert "Mon <del >22</del> Mar 2027" in words(reader.get(page_of(moved, "versions", "2..1")))


def test_a_version_beside_itself_says_the_same(reader: Client, page_of: PageOf, moved: Agreement) -> None:
    assert "These two say the same." in words(reader.get(page_of(moved, "versions", "1..1")))


def test_the_form_leads_to_the_two_that_were_chosen(reader: Client, page_of: PageOf, moved: Agreement) -> None:
    answer = reader.get(page_of(moved, "versions"), {"from": "1", "to": "2"})

    assert answer.headers["Location"] == page_of(moved, "versions", "1..2")


@pytest.mark.parametrize("query", [{"from": "1"}, {"from": "1", "to": "9"}, {"from": "x", "to": "2"}])
def test_a_choice_that_names_no_two_shows_the_list(
    reader: Client, page_of: PageOf, moved: Agreement, query: dict[str, str]
) -> None:
    assert reader.get(page_of(moved, "versions"), query).status_code == 200


@pytest.mark.parametrize("part", ["3", "0", "1..3", "3..1", "99999999999999999999"])
def test_there_is_no_other_version(reader: Client, page_of: PageOf, moved: Agreement, part: str) -> None:
    assert reader.get(page_of(moved, "versions", part)).status_code == 404


@pytest.mark.parametrize("part", ["", "1/", "1..2/"])
def test_who_may_not_see_the_agreement_finds_nothing(
    sign_in: SignIn, page_of: PageOf, moved: Agreement, outsider: Person, part: str
) -> None:
    Agreement.objects.filter(pk=moved.pk).update(visibility="parties")

    assert sign_in(outsider).get(f"{page_of(moved, 'versions')}{part}").status_code == 404


def test_the_agreement_and_its_history_lead_there(reader: Client, page_of: PageOf, moved: Agreement) -> None:
    for here in (page_of(moved), page_of(moved, "history")):
        assert page_of(moved, "versions") in words(reader.get(here))


def test_a_version_made_by_a_change_leaves_the_signatures_where_they_were(
    reader: Client, page_of: PageOf, moved: Agreement
) -> None:
    agreement, terms = (words(reader.get(page_of(moved, *part))) for part in ((), ("signature",)))

    assert agreement.count("signed 1 Mar") == 2
    assert ("Signatures</h2>" in terms, "Agreed to by" in terms) == (False, True)


def test_the_list_costs_the_same_however_long(
    reader: Client, page_of: PageOf, moved: Agreement, maya: Person, at: datetime
) -> None:
    one = queries(reader, page_of(moved, "versions"))
    for days in (8, 9):
        amended(moved, at=at + timedelta(days=days), asked_by=maya, by=[maya])

    assert queries(reader, page_of(moved, "versions")) == one
