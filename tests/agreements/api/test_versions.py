from datetime import date, datetime, timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from agreements.models import Agreement, Commitment, Version
from agreements.operations.proposals import propose, take_back
from agreements.operations.signatures import sign
from teams.models import Person
from tests.agreements.amended import amended
from tests.conftest import ApiFactory
from tests.factories import AgreementFactory

VERSIONS = "/api/v1/agreements/31/versions/"


@pytest.fixture
def signed(draft: Agreement, maya: Person, tomas: Person, at: datetime) -> Version:
    """Version 1 in force, after one proposal that was taken back."""
    propose(actor=maya, at=at - timedelta(days=1), agreement=draft)
    take_back(actor=maya, at=at, agreement=draft)
    version = propose(actor=maya, at=at, agreement=draft)
    for person in (maya, tomas):
        sign(actor=person, at=at, agreement=draft, terms_hash=version.terms_hash)
    return version


@pytest.fixture
def moved(signed: Version, maya: Person, at: datetime) -> Version:
    """Version 2: the feature a week later."""
    Commitment.objects.filter(agreement=signed.agreement, number=1).update(due_on=date(2027, 3, 22))
    return amended(signed.agreement, at=at, asked_by=maya, by=[maya])


def test_the_versions(api: ApiFactory, maya: Person, signed: Version) -> None:
    assert api(maya).get(VERSIONS).json() == {
        "results": [
            {
                "number": 1,
                "terms_hash": signed.terms_hash,
                "proposed_by": "maya.okafor@acme.example",
                "proposed_at": "2027-03-01T09:00:00Z",
                "answer_by": "2027-03-11",
                "in_force_at": "2027-03-01T09:00:00Z",
                "amendment": None,
                "terms": signed.terms,
            }
        ],
        "next": None,
    }


def test_a_version_names_the_change_that_made_it(api: ApiFactory, maya: Person, moved: Version) -> None:
    rows = api(maya).get(VERSIONS).json()["results"]

    assert [row["amendment"] for row in rows] == [None, moved.amendment_id]


def test_a_change_asked_for_out_of_sight_is_not_named(
    api: ApiFactory, maya: Person, outsider: Person, signed: Version, at: datetime
) -> None:
    elsewhere = AgreementFactory.create(visibility="parties")
    amended(signed.agreement, at=at, asked_by=maya, by=[maya], asked_in=elsewhere)

    assert [row["amendment"] for row in api(outsider).get(VERSIONS).json()["results"]] == [None, None]


def test_two_versions_beside_each_other(api: ApiFactory, maya: Person, moved: Version) -> None:
    assert api(maya).get(f"{VERSIONS}1..2/").json() == {
        "from": 1,
        "to": 2,
        "differences": [
            {
                "kind": "commitment",
                "name": "The feature",
                "field": "due_on",
                "was": "2027-03-15",
                "now": "2027-03-22",
                "sentence": "Commitment “The feature”: due on is 2027-03-22, was 2027-03-15",
            }
        ],
    }


@pytest.mark.parametrize(("pair", "days"), [("2..1", ["2027-03-15"]), ("2..2", [])])
def test_in_either_order(api: ApiFactory, maya: Person, moved: Version, pair: str, days: list[str]) -> None:
    answer = api(maya).get(f"{VERSIONS}{pair}/").json()

    assert [difference["now"] for difference in answer["differences"]] == days


@pytest.mark.parametrize("pair", ["1..3", "0..1", "3..1", "1..99999999999999999999"])
def test_there_is_no_other_version(api: ApiFactory, maya: Person, moved: Version, pair: str) -> None:
    assert api(maya).get(f"{VERSIONS}{pair}/").status_code == 404


@pytest.mark.parametrize("path", [VERSIONS, f"{VERSIONS}1..2/"])
def test_what_one_may_not_see_is_absent(api: ApiFactory, outsider: Person, moved: Version, path: str) -> None:
    Agreement.objects.filter(pk=moved.agreement_id).update(visibility="parties")
    client = api(outsider)
    unseen, absent = client.get(path), client.get(path.replace("31", "99"))

    assert (unseen.status_code, unseen.content) == (404, absent.content)


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_costs_the_same_however_long(
    api: ApiFactory, maya: Person, signed: Version, at: datetime, more: int
) -> None:
    for _ in range(more):
        amended(signed.agreement, at=at, asked_by=maya, by=[maya])
    client = api(maya)
    with assertNumQueries(6):
        client.get(VERSIONS)
