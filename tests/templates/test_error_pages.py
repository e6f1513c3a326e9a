"""What is not there, not allowed or broken says so in our words, under the same headers as every page."""

from django.test import Client, RequestFactory
from django.views.defaults import server_error

from teams.models import Organisation, Person


def test_nothing_here_offers_a_search_to_who_is_signed_in(client: Client, maya: Person) -> None:
    client.force_login(maya)

    page = client.get("/nothing/")

    assert page.status_code == 404
    assert 'action="/search/"' in page.text


def test_nothing_here_offers_the_door_to_who_is_signed_out(client: Client, organisation: Organisation) -> None:
    page = client.get("/nothing/")

    assert page.status_code == 404
    assert 'href="/sign-in/"' in page.text


def test_what_is_not_allowed_names_who_is_asking(client: Client, maya: Person) -> None:
    client.force_login(maya)

    page = client.get("/settings/people/")

    assert page.status_code == 403
    assert "You are signed in as maya.okafor@acme.example." in page.text


def test_error_pages_keep_the_headers(client: Client, organisation: Organisation) -> None:
    page = client.get("/nothing/")

    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert page.headers["X-Frame-Options"] == "DENY"


def test_what_broke_is_said_without_a_database() -> None:
    page = server_error(RequestFactory().get("/"))

    assert page.status_code == 500
    assert "Something broke on our side" in page.content.decode()
