from datetime import date, datetime

import pytest
from pytest_django.asserts import assertNumQueries

from agreements.models import Agreement, Commitment, Version
from agreements.operations.proposals import propose, take_back
from agreements.operations.signatures import sign
from teams.models import Person
from tests.conftest import ApiFactory

SIGNATURES = "/api/v1/agreements/31/signatures/"


@pytest.fixture
def terms(draft: Agreement, maya: Person, at: datetime) -> Version:
    return propose(actor=maya, at=at, agreement=draft)


def test_signing(api: ApiFactory, terms: Version, maya: Person) -> None:
    client = api(maya)
    response = client.post(SIGNATURES, {"terms_hash": terms.terms_hash})

    assert (response.status_code, response.json()["state"]) == (201, "readback")
    assert client.get(SIGNATURES).json() == {
        "results": [
            {
                "version": 1,
                "party": "product",
                "person": "maya.okafor@acme.example",
                "terms_hash": terms.terms_hash,
                "signed_at": "2027-03-01T09:00:00Z",
            }
        ],
        "next": None,
    }


def test_the_last_signature_brings_it_into_force(
    api: ApiFactory, terms: Version, maya: Person, tomas: Person, at: datetime
) -> None:
    sign(actor=maya, at=at, agreement=terms.agreement, terms_hash=terms.terms_hash)
    response = api(tomas).post(SIGNATURES, {"terms_hash": terms.terms_hash})

    assert (response.status_code, response.json()["state"]) == (201, "active")


def test_a_stale_hash_is_answered_with_what_changed(
    api: ApiFactory, terms: Version, maya: Person, tomas: Person, at: datetime
) -> None:
    take_back(actor=maya, at=at, agreement=terms.agreement)
    Commitment.objects.filter(number=1).update(due_on=date(2027, 3, 22))
    propose(actor=maya, at=at, agreement=terms.agreement)
    response = api(tomas).post(SIGNATURES, {"terms_hash": terms.terms_hash})

    sentence = "Commitment “The feature”: due on is 2027-03-22, was 2027-03-15"
    assert (response.status_code, response.json()) == (
        409,
        {
            "error": {
                "code": "stale_terms",
                "message": f"The terms changed since you read them. Read them again before you sign. {sentence}.",
                "fields": {},
                "changes": [
                    {
                        "kind": "commitment",
                        "name": "The feature",
                        "field": "due_on",
                        "was": "2027-03-15",
                        "now": "2027-03-22",
                        "sentence": sentence,
                    }
                ],
            }
        },
    )


def test_a_hash_of_nothing_is_stale_too(api: ApiFactory, terms: Version, maya: Person) -> None:
    response = api(maya).post(SIGNATURES, {"terms_hash": "0" * 64})

    assert (response.status_code, response.json()["error"]["changes"]) == (409, [])


def test_only_who_represents_a_party_signs(api: ApiFactory, terms: Version, dana: Person) -> None:
    assert api(dana).post(SIGNATURES, {"terms_hash": terms.terms_hash}).status_code == 403


def test_the_hash_is_needed(api: ApiFactory, terms: Version, maya: Person) -> None:
    response = api(maya).post(SIGNATURES, {})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["terms_hash"])


@pytest.mark.parametrize(("version", "count"), [(1, 1), (2, 0)])
def test_those_of_one_version(
    api: ApiFactory, terms: Version, maya: Person, at: datetime, version: int, count: int
) -> None:
    sign(actor=maya, at=at, agreement=terms.agreement, terms_hash=terms.terms_hash)

    assert len(api(maya).get(f"{SIGNATURES}?version={version}").json()["results"]) == count


@pytest.mark.parametrize("signers", [1, 2])
def test_the_list_costs_the_same_however_long(
    api: ApiFactory, terms: Version, maya: Person, tomas: Person, at: datetime, signers: int
) -> None:
    for person in (maya, tomas)[:signers]:
        sign(actor=person, at=at, agreement=terms.agreement, terms_hash=terms.terms_hash)
    client = api(maya)
    with assertNumQueries(5):
        client.get(SIGNATURES)
