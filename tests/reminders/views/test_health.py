from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from reminders.models import JobRun
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


def test_the_process_answers_whatever_else_is_away(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_everything_answers(client: Client) -> None:
    ran(seconds_ago=12)
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (
        200,
        {"now": "2027-03-01T09:00:00Z", "database": "ok", "broker": "ok", "scheduler_lag_s": 12.0},
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


@pytest.mark.parametrize(("has_begun", "status"), [(False, 503), (True, 200)])
def test_a_rehearsal_is_ready_once_its_sample_is_in(
    client: Client, settings: Settings, tmp_path: Path, has_begun: bool, status: int
) -> None:
    ran(seconds_ago=1)
    settings.REHEARSAL, settings.DATA_DIR = True, tmp_path
    if has_begun:
        (tmp_path / "ready").touch()

    assert client.get("/readyz").status_code == status
