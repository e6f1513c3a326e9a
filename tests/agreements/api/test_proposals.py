from datetime import date, datetime

import pytest
from rest_framework.test import APIClient

from agreements.models import Agreement, Event, Version
from agreements.operations.proposals import propose
from teams.models import Person
from tests.conftest import ApiFactory

PROPOSAL = "/api/v1/agreements/31/proposal/"


@pytest.fixture
def as_maya(api: ApiFactory, maya: Person) -> APIClient:
    return api(maya)


def test_proposing(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.post(PROPOSAL)
    said = response.json()

    assert (response.status_code, said["state"], said["version"]) == (201, "readback", 1)
    assert said["terms_hash"] == Version.objects.get().terms_hash


def test_a_reason_to_go_ahead_is_kept(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.post(PROPOSAL, {"reason": "Two weeks, then we look again."})

    assert response.status_code == 201
    assert Event.objects.get(kind="proposed").data["reason"] == "Two weeks, then we look again."


def test_giving_more_time(as_maya: APIClient, draft: Agreement, maya: Person, at: datetime) -> None:
    propose(actor=maya, at=at, agreement=draft)
    response = as_maya.post(f"{PROPOSAL}extension/", {"answer_by": "2027-03-19"})

    assert (response.status_code, response.json()["state"]) == (201, "readback")
    assert Version.objects.get().answer_by == date(2027, 3, 19)


@pytest.mark.parametrize(("answer_by", "status"), [("soon", 400), ("2027-03-11", 422)])
def test_no_more_time(
    as_maya: APIClient, draft: Agreement, maya: Person, at: datetime, answer_by: str, status: int
) -> None:
    propose(actor=maya, at=at, agreement=draft)
    response = as_maya.post(f"{PROPOSAL}extension/", {"answer_by": answer_by})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (status, ["answer_by"])


def test_only_who_proposed_gives_more_time(
    api: ApiFactory, draft: Agreement, maya: Person, tomas: Person, at: datetime
) -> None:
    propose(actor=maya, at=at, agreement=draft)

    assert api(tomas).post(f"{PROPOSAL}extension/", {"answer_by": "2027-03-19"}).status_code == 403


def test_what_is_incomplete_is_told(as_maya: APIClient, draft: Agreement) -> None:
    draft.commitments.filter(number=2).update(due_on=None)
    response = as_maya.post(PROPOSAL)

    assert (response.status_code, response.json()) == (
        409,
        {
            "error": {
                "code": "terms_incomplete",
                "message": "“The outreach” has no date yet.",
                "fields": {},
                "problems": [{"code": "no_date", "message": "“The outreach” has no date yet.", "blocking": True}],
            }
        },
    )


def test_a_proposal_says_nothing_more(as_maya: APIClient, draft: Agreement) -> None:
    assert as_maya.post(PROPOSAL, {"title": "Other"}).status_code == 400


def test_taking_it_back(as_maya: APIClient, draft: Agreement, maya: Person, at: datetime) -> None:
    propose(actor=maya, at=at, agreement=draft)
    response = as_maya.delete(PROPOSAL)
    draft.refresh_from_db()

    assert (response.status_code, draft.state) == (204, "draft")


def test_there_is_nothing_to_take_back(as_maya: APIClient, draft: Agreement) -> None:
    assert as_maya.delete(PROPOSAL).status_code == 409


def test_the_same_key_proposes_once(as_maya: APIClient, draft: Agreement) -> None:
    first, second = (as_maya.post(PROPOSAL, headers={"Idempotency-Key": "k"}) for _ in range(2))

    assert (first.status_code, second.status_code, second.json()) == (201, 201, first.json())


@pytest.mark.parametrize("method", ["post", "delete"])
def test_who_is_no_party_does_neither(api: ApiFactory, outsider: Person, draft: Agreement, method: str) -> None:
    assert getattr(api(outsider), method)(PROPOSAL).status_code == 403
