from datetime import datetime

import pytest

from agreements.models import Agreement, Commitment
from agreements.operations.deliveries import deliver
from teams.models import Person
from tests.conftest import ApiFactory


def at_(commitment: Commitment, act: str) -> str:
    return f"/api/v1/commitments/{commitment.pk}/{act}/"


@pytest.fixture
def delivered(feature: Commitment, dana: Person, at: datetime) -> Commitment:
    return deliver(actor=dana, at=at, commitment=feature, evidence="https://example.org/launch")


def test_delivering(api: ApiFactory, dana: Person, feature: Commitment) -> None:
    response = api(dana).post(at_(feature, "delivery"), {"evidence": "https://example.org/launch"})
    said = response.json()
    feature.refresh_from_db()

    assert (response.status_code, said["state"], said["delivered_at"], feature.evidence) == (
        200,
        "delivered",
        "2027-03-01T09:00:00Z",
        "https://example.org/launch",
    )


def test_taking_a_delivery_back(api: ApiFactory, dana: Person, delivered: Commitment) -> None:
    status = api(dana).delete(at_(delivered, "delivery")).status_code
    delivered.refresh_from_db()

    assert (status, delivered.state, delivered.delivered_at) == (204, "open", None)


def test_nobody_else_takes_it_back(api: ApiFactory, lena: Person, delivered: Commitment) -> None:
    assert api(lena).delete(at_(delivered, "delivery")).status_code == 403


def test_accepting(api: ApiFactory, lena: Person, delivered: Commitment) -> None:
    response = api(lena).post(at_(delivered, "acceptance"))
    said = response.json()

    assert (response.status_code, said["state"], said["outcome"], said["accepted_at"]) == (
        200,
        "accepted",
        "kept",
        "2027-03-01T09:00:00Z",
    )


def test_sending_back(api: ApiFactory, lena: Person, delivered: Commitment) -> None:
    response = api(lena).post(at_(delivered, "return"), {"reason": "The guide is not in it."})
    said = response.json()

    assert (response.status_code, said["state"], said["delivered_at"]) == (200, "open", "2027-03-01T09:00:00Z")


def test_what_is_sent_back_has_a_reason(api: ApiFactory, lena: Person, delivered: Commitment) -> None:
    statuses = [api(lena).post(at_(delivered, "return"), body).status_code for body in ({}, {"reason": ""})]

    assert statuses == [400, 422]


def test_releasing(api: ApiFactory, lena: Person, feature: Commitment) -> None:
    response = api(lena).post(at_(feature, "release"))
    said = response.json()

    assert (response.status_code, said["state"], said["outcome"]) == (200, "released", "released")


@pytest.mark.parametrize(
    ("act", "body"), [("acceptance", {}), ("return", {"reason": "Not yet."})], ids=["acceptance", "return"]
)
def test_what_is_not_delivered_is_not_judged(
    api: ApiFactory, lena: Person, feature: Commitment, act: str, body: dict[str, str]
) -> None:
    assert api(lena).post(at_(feature, act), body).status_code == 409


@pytest.mark.parametrize("act", ["delivery", "acceptance", "return", "release"])
def test_others_do_none_of_it(api: ApiFactory, outsider: Person, delivered: Commitment, act: str) -> None:
    body = {"reason": "Because."} if act == "return" else {}

    assert api(outsider).post(at_(delivered, act), body).status_code == 403


@pytest.mark.parametrize("act", ["delivery", "acceptance", "return", "release", "check-ins"])
def test_what_one_may_not_see_is_absent(
    api: ApiFactory, outsider: Person, private: Agreement, feature: Commitment, act: str
) -> None:
    client = api(outsider)
    unseen, absent = client.post(at_(feature, act), {}), client.post(f"/api/v1/commitments/999999/{act}/", {})

    assert (unseen.status_code, unseen.content) == (404, absent.content)
