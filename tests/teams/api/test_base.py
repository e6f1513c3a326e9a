"""The order in which a request is judged, and what every answer owes its caller."""

from typing import Any

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from teams.models import Person, Team
from tests.conftest import ApiFactory

PERSON = "/api/v1/people/maya.okafor@acme.example/"
NOBODY = "/api/v1/people/nobody@acme.example/"
NOT_FOUND = {
    "error": {
        "code": "not_found",
        "message": "There is nothing here, or nothing that you may see.",
        "fields": {},
    }
}


@pytest.fixture(autouse=True)
def _no_requests_yet() -> None:
    cache.clear()


@pytest.mark.parametrize(
    "request_as",
    [
        {"data": b"{", "content_type": "application/json"},
        {"data": b"<a/>", "content_type": "text/xml"},
        {"data": b'{"name": 3}' + b" " * 2_000_000, "content_type": "application/json"},
        {"data": {"name": "Mai"}, "headers": {"If-Match": '"old"'}},
    ],
    ids=["broken body", "media type", "too large", "If-Match"],
)
def test_what_is_absent_is_404_before_anything_else(api: ApiFactory, admin: Person, request_as: dict[str, Any]) -> None:
    response = api(admin, "admin").patch(NOBODY, **request_as)

    assert (response.status_code, response.json()) == (404, NOT_FOUND)


def test_what_is_absent_is_404_before_the_rate_limit(api: ApiFactory, admin: Person, settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 0

    assert api(admin).get(NOBODY).status_code == 404


def test_a_key_changes_nothing_about_what_is_absent(api: ApiFactory, admin: Person) -> None:
    response = api(admin, "admin").post("/api/v1/teams/nothing/members/", {}, headers={"Idempotency-Key": "k" * 300})

    assert (response.status_code, response.json()) == (404, NOT_FOUND)


@pytest.mark.parametrize("path", ["/api/v1/people/%00/", "/api/v1/holidays/99999999999999999999/", "/api/v1/nouns/"])
def test_an_address_of_nothing_is_404(api: ApiFactory, admin: Person, path: str) -> None:
    response = api(admin).get(path)

    assert (response.status_code, response.json()) == (404, NOT_FOUND)


def test_nobody_learns_what_is_absent(api: ApiFactory, maya: Person, client: Any) -> None:
    assert (client.get(PERSON).content, client.get(PERSON).status_code) == (client.get(NOBODY).content, 401)


def test_so_many_requests_a_minute_and_no_more(api: ApiFactory, maya: Person, settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    client = api(maya)
    statuses = [client.get(PERSON).status_code for _ in range(3)]
    response = client.get(PERSON)

    assert (statuses, response.json()["error"]["code"]) == ([200, 200, 429], "throttled")
    assert 1 <= int(response["Retry-After"]) <= 61


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b'{"name": "Mai"}', "text/plain", 415, "unsupported_media_type"),
        (b'{"name": "Mai"', "application/json", 400, "parse_error"),
        (b'{"name": "\xff"}', "application/json", 400, "parse_error"),
        (b'{"name": NaN}', "application/json", 400, "parse_error"),
        (b"[" * 200_000, "application/json", 400, "parse_error"),
        (b'["name"]', "application/json", 400, "invalid"),
        (b'{"name": "Mai"}' + b" " * 2_000_000, "application/json", 413, "too_large"),
        (b'{"name": "a\\u0000b"}', "application/json", 400, "invalid"),
        (b'{"name": "\\ud800"}', "application/json", 400, "invalid"),
        (b'{"\\ud800": 1}', "application/json", 400, "invalid"),
        (b'{"name": "Mai"}', "application/json; charset=zlib", 200, None),
    ],
)
def test_a_body_is_small_json_in_utf_8(
    api: ApiFactory, maya: Person, body: bytes, content_type: str, status: int, code: str | None
) -> None:
    response = api(maya).patch("/api/v1/me/", body, content_type=content_type)

    assert (response.status_code, response.json().get("error", {}).get("code")) == (status, code)


def test_an_unknown_field_is_refused_by_name(api: ApiFactory, maya: Person) -> None:
    response = api(maya).patch("/api/v1/me/", {"name": "Mai", "shoe_size": 38, "quiet_hours": {"to": "08:00"}})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["shoe_size"])
    maya.refresh_from_db()
    assert maya.name == "Maya Okafor"


def test_a_field_within_a_field_has_a_dotted_name(api: ApiFactory, maya: Person) -> None:
    response = api(maya).patch("/api/v1/me/", {"quiet_hours": {"from": "late"}})

    assert list(response.json()["error"]["fields"]) == ["quiet_hours.from"]


@pytest.mark.parametrize("body", [{"time_zone": "Mars/Base"}, {"delegate": "nobody@acme.example"}])
def test_a_value_that_cannot_be_is_422(api: ApiFactory, maya: Person, body: dict[str, str]) -> None:
    response = api(maya).patch("/api/v1/me/", body)

    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid_value")
    assert list(response.json()["error"]["fields"]) == list(body)
    assert next(iter(body.values())) not in response.content.decode()


def test_shape_comes_before_value(api: ApiFactory, maya: Person) -> None:
    assert api(maya).patch("/api/v1/me/", {"time_zone": "Mars", "away_until": "soon"}).status_code == 400


def test_a_method_without_a_meaning_is_405(api: ApiFactory, maya: Person) -> None:
    response = api(maya).options("/api/v1/people/")

    assert (response.status_code, response.json()["error"]["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "nonsense", "application/json; indent=8"])
def test_every_answer_is_json(api: ApiFactory, maya: Person, accept: str) -> None:
    response = api(maya).get("/api/v1/people/", headers={"Accept": accept})

    assert (response["Content-Type"], response.content[:12]) == ("application/json", b'{"results":[')


def test_no_cache_on_the_way_keeps_an_answer(api: ApiFactory, maya: Person) -> None:
    assert api(maya).get("/api/v1/me/")["Cache-Control"] == "private, no-cache"


def test_a_head_has_no_body(api: ApiFactory, maya: Person) -> None:
    response = api(maya).head(PERSON)

    assert (response.status_code, response.content) == (200, b"")


# Versions


def test_an_etag_names_a_version(api: ApiFactory, admin: Person, product: Team) -> None:
    client = api(admin, "admin")
    before = client.get("/api/v1/teams/product/")["ETag"]
    same = client.get("/api/v1/teams/product/")["ETag"]
    after = client.patch("/api/v1/teams/product/", {"name": "Produce"})["ETag"]

    assert (before == same, before == after, after) == (True, False, client.get("/api/v1/teams/product/")["ETag"])


@pytest.mark.parametrize("match", ["{etag}", "W/{etag}", '"other", {etag}', "*"])
def test_a_change_of_what_one_saw_is_made(api: ApiFactory, admin: Person, product: Team, match: str) -> None:
    client = api(admin, "admin")
    etag = client.get("/api/v1/teams/product/")["ETag"]
    header = {"If-Match": match.format(etag=etag)}

    assert client.patch("/api/v1/teams/product/", {"name": "Produce"}, headers=header).status_code == 200


@pytest.mark.parametrize("match", ['"other"', "", "nonsense"])
def test_a_change_of_something_else_is_refused(api: ApiFactory, admin: Person, product: Team, match: str) -> None:
    response = api(admin, "admin").patch("/api/v1/teams/product/", {"name": "Produce"}, headers={"If-Match": match})

    product.refresh_from_db()
    assert (response.status_code, response.json()["error"]["code"], product.name) == (412, "changed", "Product")


def test_what_is_made_has_a_version_too(api: ApiFactory, admin: Person) -> None:
    client = api(admin, "admin")
    made = client.post("/api/v1/teams/", {"slug": "legal", "name": "Legal"})

    assert made["ETag"] == client.get("/api/v1/teams/legal/")["ETag"]


def test_a_clock_that_moves_on_is_no_new_version(api: ApiFactory, maya: Person) -> None:
    client = api(maya)

    assert client.get("/api/v1/me/")["ETag"] == client.get("/api/v1/me/")["ETag"]
