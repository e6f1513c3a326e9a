from typing import Any

import pytest
from rest_framework.test import APIClient

from teams.models import ApiToken, Person
from tests.conftest import ApiFactory

TOKENS = "/api/v1/tokens/"


def test_a_new_token_is_shown_once_and_works(api: ApiFactory, maya: Person) -> None:
    client = api(maya)
    made = client.post(TOKENS, {"name": "laptop", "scope": "write", "days": 5})
    other = APIClient()
    other.credentials(HTTP_AUTHORIZATION=f"Bearer {made.json()['token']}")

    assert (made.status_code, made.json()["prefix"]) == (201, made.json()["token"][:9])
    assert other.get("/api/v1/me/").json()["email"] == maya.email
    assert [row for row in client.get(TOKENS).json()["results"] if "token" in row] == []


def test_only_one_s_own_tokens_are_seen(api: ApiFactory, maya: Person, tomas: Person) -> None:
    client = api(maya)
    api(tomas)
    theirs = ApiToken.objects.get(person=tomas).pk

    assert [row["name"] for row in client.get(TOKENS).json()["results"]] == ["test"]
    assert (client.get(f"{TOKENS}{theirs}/").status_code, client.delete(f"{TOKENS}{theirs}/").status_code) == (404, 404)


def test_a_token_says_when_it_was_used(api: ApiFactory, maya: Person) -> None:
    row = api(maya).get(TOKENS).json()["results"][0]

    assert row["last_used_at"] > row["created_at"]


def test_a_deleted_token_opens_nothing(api: ApiFactory, maya: Person) -> None:
    client = api(maya)
    address = f"{TOKENS}{ApiToken.objects.get().pk}/"
    found = client.get(address)

    assert (found.status_code, client.delete(address).status_code, client.get(address).status_code) == (200, 204, 401)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "x", "scope": "admin"}, 403),
        ({"name": "x", "days": 367}, 400),
        ({"name": "x", "scope": "all"}, 400),
        ({}, 400),
    ],
)
def test_what_a_token_cannot_be_is_refused(api: ApiFactory, admin: Person, body: dict[str, Any], status: int) -> None:
    assert api(admin, "write").post(TOKENS, body).status_code == status
    assert ApiToken.objects.count() == 1


def test_a_token_to_read_makes_no_token(api: ApiFactory, maya: Person) -> None:
    assert api(maya, "read").post(TOKENS, {"name": "x"}).status_code == 403
