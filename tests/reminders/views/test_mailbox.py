from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from reminders.channels.mailbox import Sink, stored_mails

pytestmark = pytest.mark.django_db

MAIL = (
    b"To: dana@acme.example\r\nSubject: Due today: <Deck>\r\nX-Delivery-Id: 12\r\n"
    b"Date: Mon, 08 Mar 2027 08:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDana,\r\n"
)


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.REHEARSAL, settings.DATA_DIR = True, tmp_path
    Sink(tmp_path).keep(MAIL)
    return tmp_path


def test_it_lists_what_was_delivered(client: Client, folder: Path) -> None:
    (mail,) = client.get("/demo/mailbox/?format=json").json()

    assert mail == {
        "to": "dana@acme.example",
        "subject": "Due today: <Deck>",
        "text": "Dana,\n",
        "html": "",
        "headers": {
            "To": "dana@acme.example",
            "Subject": "Due today: <Deck>",
            "X-Delivery-Id": "12",
            "Date": "Mon, 08 Mar 2027 08:00:00 +0000",
            "Content-Type": 'text/plain; charset="utf-8"',
        },
        "delivered_at": "2027-03-08T08:00:00Z",
    }


@pytest.mark.parametrize(("to", "count"), [("Dana@Acme.Example", 1), ("lena@acme.example", 0), ("", 1)])
def test_it_lists_one_person_s(client: Client, folder: Path, to: str, count: int) -> None:
    assert len(client.get("/demo/mailbox/", {"to": to, "format": "json"}).json()) == count


def test_the_newest_comes_first(client: Client, folder: Path) -> None:
    Sink(folder).keep(MAIL.replace(b"Due today", b"Past its date"))

    assert [mail["subject"] for mail in client.get("/demo/mailbox/?format=json").json()] == [
        "Past its date: <Deck>",
        "Due today: <Deck>",
    ]


def test_as_a_page_it_escapes_what_was_written(client: Client, folder: Path) -> None:
    assert "Due today: &lt;Deck&gt;" in client.get("/demo/mailbox/").content.decode()


def test_an_empty_one_is_an_empty_list(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.REHEARSAL, settings.DATA_DIR = True, tmp_path

    assert client.get("/demo/mailbox/?format=json").json() == []


def test_elsewhere_there_is_none(client: Client, folder: Path, settings: Settings) -> None:
    settings.REHEARSAL = False

    assert client.get("/demo/mailbox/").status_code == 404


def test_from_elsewhere_there_is_none(client: Client, folder: Path) -> None:
    assert client.get("/demo/mailbox/", REMOTE_ADDR="192.0.2.7").status_code == 404


def test_dates_are_those_of_the_rehearsal(folder: Path) -> None:
    assert stored_mails(folder=folder)[0].delivered_at == datetime(2027, 3, 8, 8, 0, tzinfo=UTC)
