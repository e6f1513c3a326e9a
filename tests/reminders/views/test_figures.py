from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families
from pytest_django.fixtures import Settings

from reminders.domain.deliveries import DeliveryState
from reminders.models import Delivery, JobRun
from reminders.operations.fence import close_fence
from teams.models import Person
from tests.factories import AT
from tests.reminders.operations.conftest import Queue, queue

__all__ = ["queue"]

pytestmark = pytest.mark.django_db

TOKEN = "for-whoever-watches"


@pytest.fixture(autouse=True)
def _watched(settings: Settings) -> object:
    settings.METRICS_TOKEN = TOKEN
    with time_machine.travel(AT, tick=False):
        yield


def read(client: Client) -> dict[str, float]:
    """Every figure, by its name and the values of its labels."""
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = text_string_to_metric_families(answer.content.decode())
    return {
        " ".join([sample.name.removeprefix("holdfast_"), *sample.labels.values()]): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.parametrize(
    "given", ["", "Bearer ", "Bearer no", f"bearer {TOKEN}", TOKEN, f"Bearer {TOKEN} ", "Bearer \u00e4"]
)
def test_without_the_token_nothing_is_here(client: Client, given: str) -> None:
    assert client.get("/metrics", headers={"Authorization": given} if given else {}).status_code == 404


@pytest.mark.parametrize("given", ["Bearer ", "Bearer"])
def test_where_no_token_is_set_nothing_is_here(client: Client, settings: Settings, given: str) -> None:
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_an_installation_that_never_ran_says_so(client: Client) -> None:
    figures = read(client)

    assert (figures["queued email"], figures["fence_closed"], figures["reminders_planned"]) == (0, 0, 0)
    assert "scheduler_lag_seconds" not in figures


def test_queues(client: Client, queue: Queue, dana: Person, lena: Person, maya: Person) -> None:
    for person, state in ((lena, DeliveryState.FAILED), (maya, DeliveryState.UNCERTAIN)):
        Delivery.objects.filter(pk=queue(person).pk).update(state=state)
    queue(dana, due_at=AT - timedelta(days=2))
    figures = read(client)

    assert [figures[f"{name} email"] for name in ("queued", "in_flight", "dead_letters", "unsure")] == [1, 0, 1, 1]
    assert figures["oldest_queued_seconds email"] == 0  # its time was over a day ago: it may not leave
    assert [figures[f"deliveries email {state}"] for state in ("queued", "failed", "uncertain")] == [0, 1, 1]
    assert figures["reminders_planned"] == 2


def test_jobs(client: Client) -> None:
    minute = timedelta(minutes=1)
    JobRun.objects.create(
        job="plan", started_at=AT - 2 * minute, finished_at=AT - minute, failed_at=AT - 9 * minute, failure="No."
    )
    JobRun.objects.create(job="hint", started_at=AT - minute / 2)
    figures = read(client)

    assert [figures[f"job_{name}_age_seconds plan"] for name in ("start", "finish", "failure")] == [120, 60, 540]
    assert (figures["job_duration_seconds plan"], figures["scheduler_lag_seconds"]) == (60, 30)
    assert "job_finish_age_seconds hint" not in figures


def test_a_closed_fence(client: Client) -> None:
    close_fence(real_at=AT)

    assert read(client)["fence_closed"] == 1


def test_it_costs_as_many_queries_however_much_there_is(client: Client, queue: Queue, dana: Person) -> None:
    with CaptureQueriesContext(connection) as empty:
        read(client)
    for number in range(3):
        queue(dana, name=str(number))
    with CaptureQueriesContext(connection) as full:
        read(client)

    assert (len(full), len(full) <= 17) == (len(empty), True)
