from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from teams.models import Person

PASSWORD = "long enough to be nobody's"


@pytest.fixture(autouse=True)
def _no_tries_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def signing_in(maya: Person) -> Person:
    maya.set_password(PASSWORD)
    maya.save()
    return maya


def answer(
    client: Client, *, login: str = "maya.okafor@acme.example", password: str = PASSWORD, query: str = ""
) -> str:
    return client.post(f"/sign-in/{query}", {"login": login, "password": password}).headers.get("Location", "")


def test_the_page_asks_for_an_address_and_a_password(client: Client, organisation: object) -> None:
    page = client.get("/sign-in/")

    assert page.status_code == 200
    assert "E-mail address" in page.text


def test_the_right_password_leads_home(client: Client, signing_in: Person) -> None:
    assert answer(client) == "/home/"


def test_capital_letters_in_the_address_do_not_matter(client: Client, signing_in: Person) -> None:
    assert answer(client, login="Maya.Okafor@ACME.example") == "/home/"


def test_the_page_that_was_asked_for_comes_next(client: Client, signing_in: Person) -> None:
    assert answer(client, query="?next=/agreements/") == "/agreements/"


def test_another_host_never_comes_next(client: Client, signing_in: Person) -> None:
    assert answer(client, query="?next=https://elsewhere.example/") == "/home/"


@pytest.mark.parametrize("login", ["maya.okafor@acme.example", "nobody@acme.example"])
def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client, signing_in: Person, login: str) -> None:
    page = client.post("/sign-in/", {"login": login, "password": "something else entirely"})

    assert page.status_code == 422
    assert "This address and this password do not belong together." in page.text


def test_the_sixth_try_for_one_address_has_to_wait(client: Client, signing_in: Person) -> None:
    for _ in range(5):
        answer(client, password="something else entirely")

    page = client.post("/sign-in/", {"login": signing_in.email, "password": PASSWORD})

    assert "Too many tries for this address." in page.text


def test_more_than_thirty_requests_in_a_minute_are_asked_to_wait(client: Client, organisation: object) -> None:
    for _ in range(30):
        client.post("/sign-in/", {})

    page = client.post("/sign-in/", {})

    assert page.status_code == 429
    assert "Wait a minute" in page.text


def test_a_closed_account_is_told_so(client: Client, signing_in: Person) -> None:
    Person.objects.filter(pk=signing_in.pk).update(is_active=False)

    page = client.post("/sign-in/", {"login": signing_in.email, "password": PASSWORD})

    assert page.status_code == 403
    assert "This account is closed." in page.text


def test_signing_out_ends_the_session(client: Client, signing_in: Person) -> None:
    client.force_login(signing_in)

    left = client.post("/sign-out/")

    assert left.headers["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session


def test_a_link_alone_signs_nobody_out(client: Client, signing_in: Person) -> None:
    client.force_login(signing_in)

    assert client.get("/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session
