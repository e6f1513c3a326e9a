from datetime import UTC, datetime

import pytest
from rest_framework.test import APIClient

from agreements.models import Agreement
from teams.models import Person
from tests.conftest import ApiFactory

IN_FORCE = "/api/v1/agreements/32/"


@pytest.fixture
def as_maya(api: ApiFactory, maya: Person) -> APIClient:
    return api(maya)


def test_completing_what_is_settled(as_maya: APIClient, launch: Agreement) -> None:
    launch.commitments.update(state="released", outcome="released", released_at=datetime(2027, 2, 20, tzinfo=UTC))
    response = as_maya.post(f"{IN_FORCE}completion/")

    assert (response.status_code, response.json()["state"]) == (200, "completed")


def test_what_is_not_settled_is_told(as_maya: APIClient, launch: Agreement) -> None:
    response = as_maya.post(f"{IN_FORCE}completion/")

    assert (response.status_code, response.json()["error"]) == (
        409,
        {
            "code": "unfinished",
            "message": "Not complete yet: A-32.1 “The feature” is open; A-32.2 “The outreach” is open.",
            "fields": {},
        },
    )


def test_ending_early(as_maya: APIClient, launch: Agreement) -> None:
    response = as_maya.post(f"{IN_FORCE}end/", {"reason": "The product is no longer sold."})
    launch.refresh_from_db()

    assert (response.status_code, response.json()["state"], launch.end_reason) == (
        200,
        "ended",
        "The product is no longer sold.",
    )


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({}, 400, "This field is required."),
        ({"reason": None}, 400, "This field may not be null."),
        ({"reason": " "}, 422, "Say why, so that the others know and later ones can learn."),
    ],
)
def test_an_end_has_a_reason(
    as_maya: APIClient, launch: Agreement, body: dict[str, object], status: int, sentence: str
) -> None:
    response = as_maya.post(f"{IN_FORCE}end/", body)

    assert (response.status_code, response.json()["error"]["fields"]) == (status, {"reason": [sentence]})


def test_setting_a_draft_aside(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.post("/api/v1/agreements/31/withdrawal/")

    assert (response.status_code, response.json()["state"]) == (200, "withdrawn")


def test_what_is_in_force_is_not_set_aside(as_maya: APIClient, launch: Agreement) -> None:
    assert as_maya.post(f"{IN_FORCE}withdrawal/").status_code == 409


@pytest.mark.parametrize("path", ["completion/", "end/", "withdrawal/"])
def test_members_do_not_close(api: ApiFactory, launch: Agreement, dana: Person, path: str) -> None:
    body = {"reason": "Enough."} if path == "end/" else {}

    assert api(dana).post(f"{IN_FORCE}{path}", body).status_code == 403
