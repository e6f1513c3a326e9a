import pytest
from rest_framework.test import APIClient

from agreements.models import Agreement
from teams.models import Person
from tests.conftest import ApiFactory

PAUSE = "/api/v1/agreements/32/pause/"
BODY = {"until": "2027-04-12", "reason": "The office moves."}


@pytest.fixture
def as_maya(api: ApiFactory, maya: Person) -> APIClient:
    return api(maya)


def test_a_pause_and_its_end(as_maya: APIClient, launch: Agreement) -> None:
    paused = as_maya.post(PAUSE, BODY)
    resumed = as_maya.delete(PAUSE)
    after = as_maya.get("/api/v1/agreements/32/")

    assert (paused.status_code, paused.json()["state"], paused.json()["paused_until"]) == (201, "active", "2027-04-12")
    assert (resumed.status_code, after.json()["paused_until"]) == (204, "2027-03-01")


def test_what_does_not_rest_cannot_be_taken_up(as_maya: APIClient, launch: Agreement) -> None:
    response = as_maya.delete(PAUSE)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_paused")


def test_a_draft_does_not_rest(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.post("/api/v1/agreements/31/pause/", BODY)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_active")


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({}, 400, ["reason", "until"]),
        (BODY | {"until": "tomorrow"}, 400, ["until"]),
        (BODY | {"until": "2027-03-01"}, 422, ["until"]),
        (BODY | {"reason": ""}, 422, ["reason"]),
        (BODY | {"resume": True}, 400, ["resume"]),
    ],
)
def test_a_pause_has_a_day_to_come_and_a_reason(
    as_maya: APIClient, launch: Agreement, body: dict[str, object], status: int, fields: list[str]
) -> None:
    response = as_maya.post(PAUSE, body)

    assert (response.status_code, sorted(response.json()["error"]["fields"])) == (status, fields)


def test_members_do_not_pause(api: ApiFactory, launch: Agreement, dana: Person) -> None:
    browser = api(dana)

    assert (browser.post(PAUSE, BODY).status_code, browser.delete(PAUSE).status_code) == (403, 403)
