"""The feed of a person, as a calendar program reads it: without a session."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from agreements.models import Agreement, Commitment
from agreements.operations.cadences import materialise_syncs
from teams.models import Person
from teams.operations.feeds import make_feed
from tests.agreements.reports.calendars import events
from tests.factories import AT, CadenceFactory
from tests.rehearsal import begin


@pytest.fixture
def address(launch: Agreement, feature: Commitment, dana: Person, at: datetime) -> str:
    CadenceFactory.create(agreement=launch)
    materialise_syncs(at=at)
    _, plain = make_feed(actor=dana, at=at, name="Phone")
    return reverse("calendar_feed", args=[plain])


@pytest.fixture(autouse=True)
def _in_march(settings: Settings, db: None) -> None:
    settings.REHEARSAL = True
    begin(AT)


def test_a_program_reads_it_without_signing_in(client: Client, address: str) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "sync-2027-03-15" in events(answer.content)


def test_what_is_unchanged_is_not_sent_again(client: Client, address: str) -> None:
    etag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")


def test_what_has_changed_is_sent(client: Client, address: str) -> None:
    etag = client.get(address).headers["ETag"]
    Agreement.objects.update(title="Another name")
    again = client.get(address, headers={"If-None-Match": etag})

    assert (again.status_code, again.headers["ETag"] == etag) == (200, False)


def test_reading_writes_nothing(client: Client, address: str) -> None:
    with CaptureQueriesContext(connection) as seen:
        client.get(address)

    assert [query["sql"] for query in seen if not query["sql"].startswith("SELECT")] == []


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code == 405


def test_a_wrong_address_opens_nothing(client: Client, address: str) -> None:
    assert client.get(reverse("calendar_feed", args=["guessed"])).status_code == 404
    assert client.head(address).status_code == 200
