import pytest
from pytest_django.asserts import assertNumQueries
from rest_framework.test import APIClient

from agreements.models import Agreement
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import PartyFactory, TeamFactory

PARTIES = "/api/v1/agreements/31/parties/"
SALES = {"team": "sales", "representative": "tomas.lindqvist@acme.example", "gains": "Dates"}


@pytest.fixture
def as_maya(api: ApiFactory, maya: Person) -> APIClient:
    return api(maya)


def test_the_parties_as_they_joined(as_maya: APIClient, draft: Agreement) -> None:
    product = {"team": "product", "representative": "maya.okafor@acme.example", "gains": "Reach"}

    assert as_maya.get(PARTIES).json() == {"results": [product, SALES], "next": None}


def test_one_party(as_maya: APIClient, draft: Agreement) -> None:
    assert as_maya.get(f"{PARTIES}sales/").json() == SALES


def test_a_party_joins(as_maya: APIClient, draft: Agreement) -> None:
    TeamFactory.create(name="Legal")
    body = {"team": "legal", "representative": "maya.okafor@acme.example", "gains": "Calm"}
    response = as_maya.post(PARTIES, body)

    assert (response.status_code, response.json(), draft.parties.count()) == (201, body, 3)


def test_a_party_joins_once(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.post(PARTIES, {"team": "sales"})

    assert (response.status_code, response.json()["error"]["fields"]) == (422, {"team": ["Sales is already a party."]})


def test_a_party_leaves(as_maya: APIClient, draft: Agreement) -> None:
    legal = PartyFactory.create(agreement=draft).team

    assert as_maya.delete(f"{PARTIES}{legal.slug}/").status_code == 204
    assert as_maya.get(f"{PARTIES}{legal.slug}/").status_code == 404


def test_a_party_with_promises_stays(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.delete(f"{PARTIES}sales/")

    assert (response.status_code, response.json()["error"]["code"]) == (409, "party_has_promises")


def test_who_is_no_party_lets_nobody_in(api: ApiFactory, outsider: Person, draft: Agreement) -> None:
    assert api(outsider).post(PARTIES, {"team": "sales"}).status_code == 403


@pytest.mark.parametrize("path", ["", "sales/"])
def test_what_one_may_not_see_is_absent(api: ApiFactory, outsider: Person, private: Agreement, path: str) -> None:
    client = api(outsider)
    unseen, absent = (client.get(f"/api/v1/agreements/{number}/parties/{path}") for number in (32, 99))

    assert (unseen.status_code, unseen.content) == (404, absent.content)


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(as_maya: APIClient, draft: Agreement, more: int) -> None:
    PartyFactory.create_batch(more, agreement=draft)
    with assertNumQueries(5):
        as_maya.get(PARTIES)
