"""What administrators read on top of every page while nothing is planned, or nothing leaves; nobody else does."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from reminders.models import JobRun
from reminders.operations.fence import close_fence
from reminders.views import health
from reminders.views.banner import CLOSED, banner
from teams.models import Person
from tests.factories import AT

pytestmark = pytest.mark.django_db

SILENT = "The scheduler has been silent for 2 min, so nothing is planned and nothing leaves."


@pytest.fixture(autouse=True)
def _served_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(health, "SERVING_SINCE", AT - timedelta(hours=1))
    with time_machine.travel(AT, tick=False):
        yield


def ran(*, seconds_ago: int) -> None:
    JobRun.objects.create(job="plan", started_at=AT - timedelta(seconds=seconds_ago))


def home(client: Client, person: Person) -> str:
    client.force_login(person)
    return client.get("/home/", follow=True).content.decode()


@pytest.mark.parametrize(("seconds", "is_shown"), [(119, False), (120, True)])
def test_a_silent_scheduler_shows_within_two_minutes(
    client: Client, admin: Person, seconds: int, is_shown: bool
) -> None:
    ran(seconds_ago=seconds)

    assert (SILENT in home(client, admin)) is is_shown


def test_a_closed_fence_shows(client: Client, admin: Person) -> None:
    ran(seconds_ago=1)
    close_fence(real_at=AT)

    assert CLOSED in home(client, admin)


@pytest.mark.parametrize("who", ["dana", "executive"])
def test_nobody_else_reads_it(client: Client, dana: Person, executive: Person, who: str) -> None:
    close_fence(real_at=AT)
    found = home(client, {"dana": dana, "executive": executive}[who])

    assert (CLOSED in found, "The scheduler" in found) == (False, False)


@pytest.mark.parametrize(
    ("who", "template", "count"),
    [("admin", "{% if banner %}.{% endif %}", 1), ("admin", "", 0), ("dana", "{{ banner }}", 0)],
)
def test_it_costs_one_small_query_where_it_is_read(
    admin: Person, dana: Person, who: str, template: str, count: int
) -> None:
    request = RequestFactory().get("/")
    request.user = {"admin": admin, "dana": dana}[who]
    with CaptureQueriesContext(connection) as seen:
        Template(template).render(Context(banner(request)))

    assert len(seen) == count
