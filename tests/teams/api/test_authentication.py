from datetime import timedelta

import pytest
import time_machine
from rest_framework.test import APIClient

from teams.clock import real_now
from teams.models import ApiToken, Person, Telemetry
from teams.operations.tokens import create_token
from tests.conftest import ApiFactory

ME = "/api/v1/me/"


def with_header(value: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=value)
    return client


def test_a_token_is_its_person(api: ApiFactory, maya: Person) -> None:
    assert api(maya, "read").get(ME).json()["email"] == "maya.okafor@acme.example"


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer hf_unknown", "Bearer \xff", "Basic bWF5YTpzZWNyZXQ="])
def test_nobody_is_answered_401(header: str) -> None:
    response = with_header(header).get(ME)

    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


def test_the_word_bearer_is_read_in_any_case(maya: Person) -> None:
    _, plain = create_token(actor=maya, at=real_now(), name="laptop", scope="read")

    assert with_header(f"bearer {plain}").get(ME).status_code == 200


def test_a_token_ends_by_the_real_clock(api: ApiFactory, maya: Person) -> None:
    client = api(maya)

    with time_machine.travel(real_now() + timedelta(days=90), tick=False):
        assert client.get(ME).status_code == 401


def test_a_revoked_token_opens_nothing(api: ApiFactory, maya: Person) -> None:
    client = api(maya)
    ApiToken.objects.update(revoked_at=real_now())

    assert client.get(ME).status_code == 401


@pytest.mark.parametrize("is_in_session", [False, True])
def test_a_leaver_is_out_at_once(api: ApiFactory, maya: Person, is_in_session: bool) -> None:
    client = APIClient() if is_in_session else api(maya)
    if is_in_session:
        client.force_login(maya)
    assert client.get(ME).status_code == 200

    Person.objects.filter(pk=maya.pk).update(is_active=False)
    assert client.get(ME).status_code == 401


def test_a_session_of_our_own_pages_may_write(maya: Person) -> None:
    client = APIClient()
    client.force_login(maya)

    assert client.patch(ME, {"name": "Mai"}).status_code == 200


def test_a_session_without_its_csrf_token_may_not_write(maya: Person) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(maya)

    assert client.patch(ME, {"name": "Mai"}).status_code == 403


def test_the_use_of_a_token_is_noted(api: ApiFactory, maya: Person) -> None:
    api(maya).get(ME)

    assert Telemetry.objects.get().subject == f"token:{ApiToken.objects.get().pk}"


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        ("read", "get", ME, 200),
        ("read", "patch", ME, 403),
        ("write", "patch", ME, 200),
        ("admin", "patch", ME, 200),
        ("read", "patch", "/api/v1/organisation/", 403),
        ("write", "patch", "/api/v1/organisation/", 403),
        ("admin", "patch", "/api/v1/organisation/", 200),
    ],
)
def test_a_scope_covers_so_much(
    api: ApiFactory, admin: Person, scope: str, method: str, path: str, status: int
) -> None:
    assert getattr(api(admin, scope), method)(path, {}).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/schema/", "/api/v1/docs/"])
def test_schema_and_docs_need_no_sign_in(path: str) -> None:
    assert APIClient().get(path).status_code == 200
