import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from reminders.models import JobRun
from reminders.operations.fence import close_fence
from reminders.views import health as view
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _served_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(view, "SERVING_SINCE", AT - timedelta(hours=1))
    with time_machine.travel(AT, tick=False):
        yield


def ran(*, seconds_ago: int) -> None:
    JobRun.objects.create(job="plan", started_at=AT - timedelta(seconds=seconds_ago))


def hold_jobs(held: Event, done: Event) -> None:
    """Lock the table until the other is done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE reminders_jobrun IN ACCESS EXCLUSIVE MODE")
        held.set()
        done.wait(60)
    connection.close()


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of somebody who takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_the_process_answers_whatever_else_is_away(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_everything_answers(client: Client) -> None:
    ran(seconds_ago=12)
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "now": "2027-03-01T09:00:00Z",
            "database": "ok",
            "broker": "ok",
            "scheduler_lag_s": 12.0,
            "fence": "open",
        },
    )


@pytest.mark.parametrize(("seconds", "status"), [(119, 200), (120, 503)])
def test_a_silent_scheduler_shows_within_two_minutes(client: Client, seconds: int, status: int) -> None:
    ran(seconds_ago=seconds)

    assert client.get("/readyz").status_code == status


def test_a_young_scheduler_is_healthy(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "SERVING_SINCE", AT - timedelta(seconds=119))

    assert client.get("/readyz").status_code == 200


def test_a_broker_that_is_away_shows(client: Client, settings: Settings) -> None:
    ran(seconds_ago=1)
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/valkey.sock"
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["broker"]) == (503, "away")


def test_a_broker_that_takes_a_call_and_says_nothing_is_away_soon(client: Client, settings: Settings) -> None:
    ran(seconds_ago=1)
    with silent_server() as port:
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/0"
        answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["broker"]) == (503, "away")


def test_so_is_one_that_speaks_amqp(client: Client, settings: Settings) -> None:
    ran(seconds_ago=1)
    with silent_server() as port:
        settings.CELERY_BROKER_URL = f"amqp://127.0.0.1:{port}//"
        answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["broker"]) == (503, "away")


def test_a_closed_fence_shows_and_leaves_the_pages_open(client: Client) -> None:
    ran(seconds_ago=1)
    close_fence(real_at=AT)
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["fence"]) == (200, "closed")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_keeps_us_waiting_is_away(client: Client) -> None:
    ran(seconds_ago=1)
    held, done = Event(), Event()
    holder = Thread(target=hold_jobs, args=(held, done))
    holder.start()
    held.wait(30)
    answer = client.get("/readyz")
    done.set()
    holder.join()

    assert (answer.status_code, answer.json()) == (
        503,
        {"now": None, "database": "away", "broker": "ok", "scheduler_lag_s": None, "fence": None},
    )


@pytest.mark.parametrize(("has_begun", "status"), [(False, 503), (True, 200)])
def test_a_rehearsal_is_ready_once_its_sample_is_in(
    client: Client, settings: Settings, tmp_path: Path, has_begun: bool, status: int
) -> None:
    ran(seconds_ago=1)
    settings.REHEARSAL, settings.DATA_DIR = True, tmp_path
    if has_begun:
        (tmp_path / "ready").touch()

    assert client.get("/readyz").status_code == status
