from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction
from rest_framework.test import APIClient

from teams.models import ApiToken, IdempotentAnswer, Organisation, Person, Team
from tests.conftest import ApiFactory

TEAMS = "/api/v1/teams/"
LEGAL = {"slug": "legal", "name": "Legal"}
KEY = {"Idempotency-Key": "one"}


def post_legal(client: APIClient) -> Any:
    """The same request, from a thread with a connection of its own."""
    try:
        return client.post(TEAMS, LEGAL, headers=KEY)
    finally:
        connections.close_all()


def test_the_same_request_is_done_once_and_answered_alike(api: ApiFactory, admin: Person) -> None:
    client = api(admin, "admin")
    first = client.post(TEAMS, LEGAL, headers=KEY)
    again = client.post(TEAMS, {"name": "Legal", "slug": "legal"}, headers=KEY)

    assert (first.status_code, again.status_code, again.content == first.content) == (201, 201, True)
    assert (again["ETag"], again["Content-Type"]) == (first["ETag"], "application/json")
    assert Team.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "body"), [(TEAMS, LEGAL | {"name": "Lawyers"}), ("/api/v1/holidays/", LEGAL)], ids=["body", "address"]
)
def test_another_request_with_the_same_key_is_refused(
    api: ApiFactory, admin: Person, path: str, body: dict[str, str]
) -> None:
    client = api(admin, "admin")
    client.post(TEAMS, LEGAL, headers=KEY)
    response = client.post(path, body, headers=KEY)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "key_reused")


def test_another_person_has_other_keys(api: ApiFactory, admin: Person, maya: Person) -> None:
    api(admin, "admin").post("/api/v1/tokens/", {"name": "a"}, headers=KEY)

    assert api(maya).post("/api/v1/tokens/", {"name": "b"}, headers=KEY).status_code == 201


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"slug": "product", "name": "Again"}, 422),
        ({"slug": "x"}, 400),
        ({"slug": "y", "name": "Y", "parent": "z"}, 422),
    ],
)
def test_a_refusal_is_an_answer_too(
    api: ApiFactory, admin: Person, product: Team, body: dict[str, str], status: int
) -> None:
    client = api(admin, "admin")
    first = client.post(TEAMS, body, headers=KEY)
    Team.objects.all().delete()
    again = client.post(TEAMS, body, headers=KEY)

    assert (first.status_code, again.status_code, again.content == first.content) == (status, status, True)


@pytest.mark.parametrize("key", ["", "k" * 201, "a\tb"])
def test_a_key_is_short_and_printable(api: ApiFactory, admin: Person, key: str) -> None:
    response = api(admin, "admin").post(TEAMS, LEGAL, headers={"Idempotency-Key": key})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["Idempotency-Key"])


def test_a_body_that_cannot_be_read_takes_no_key(api: ApiFactory, admin: Person) -> None:
    client = api(admin, "admin")
    client.post(TEAMS, b"{", content_type="application/json", headers=KEY)

    assert client.post(TEAMS, LEGAL, headers=KEY).status_code == 201


def test_a_secret_is_kept_nowhere(api: ApiFactory, maya: Person) -> None:
    client = api(maya)
    first = client.post("/api/v1/tokens/", {"name": "laptop"}, headers=KEY).json()
    again = client.post("/api/v1/tokens/", {"name": "laptop"}, headers=KEY).json()

    assert (again, ApiToken.objects.filter(name="laptop").count()) == (first | {"token": None}, 1)
    assert first["token"] not in IdempotentAnswer.objects.get().body


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_asks_to_try_again_is_forgotten(api: ApiFactory, admin: Person) -> None:
    """Another transaction holds the organisation, so that the first try waits for its lock and gives up."""
    client = api(admin, "admin")
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Organisation.objects.select_for_update().get()
        first = pool.submit(post_legal, client).result()
    second = client.post(TEAMS, LEGAL, headers=KEY)

    assert (first.status_code, first.json()["error"]["code"], first["Retry-After"]) == (409, "try_again", "1")
    assert second.status_code == 201


@pytest.mark.django_db(transaction=True)
def test_fifty_identical_posts_at_once_make_one_object(api: ApiFactory, admin: Person) -> None:
    clients = [api(admin, "admin") for _ in range(50)]

    with ThreadPoolExecutor(16) as pool:
        answers = {(answer.status_code, answer.content) for answer in pool.map(post_legal, clients)}

    assert (len(answers), Team.objects.filter(slug="legal").count()) == (1, 1)
    assert next(iter(answers))[0] == 201
