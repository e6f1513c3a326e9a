from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState, Ending
from reminders.models import Attempt, Delivery, Endpoint, Fence, JobRun
from reminders.operations.fence import close_fence, settle
from reminders.reports import outbox
from reminders.views import health
from teams.models import Person
from tests.factories import AT
from tests.reminders.operations.conftest import Queue, queue
from tests.visits import queries, sent

__all__ = ["queue"]

pytestmark = pytest.mark.django_db

RUNNING = "/settings/running/"
WELL = "All is running. Last plan 12 s ago, nothing waits longer than a minute."


@pytest.fixture(autouse=True)
def _runs(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(health, "SERVING_SINCE", AT - timedelta(hours=1))
    with time_machine.travel(AT, tick=False):
        yield


def ran(*, seconds_ago: int = 12, failure: str = "") -> None:
    at = AT - timedelta(seconds=seconds_ago)
    JobRun.objects.create(
        job="plan",
        started_at=at,
        finished_at=None if failure else at,
        failed_at=at if failure else None,
        failure=failure,
    )


def put(delivery: Delivery, state: DeliveryState, reason: str = "") -> Delivery:
    sent_at = AT if state == DeliveryState.SENT else None
    Delivery.objects.filter(pk=delivery.pk).update(state=state, reason=reason, sent_at=sent_at)
    return delivery


def page(client: Client, person: Person, address: str = RUNNING) -> str:
    client.force_login(person)
    return " ".join(client.get(address).content.decode().split())


def address(delivery: Delivery, act: str = "") -> str:
    return f"{RUNNING}{delivery.pk}/{act}"


def test_it_says_first_that_all_is_well(client: Client, admin: Person) -> None:
    ran()

    assert WELL in page(client, admin)


def test_it_names_the_zone_data(client: Client, admin: Person) -> None:
    assert "zone data 20" in page(client, admin)


def test_a_job_that_broke_off_is_shown_with_its_reason(client: Client, admin: Person) -> None:
    ran(failure="OperationalError: the disk is full")
    found = page(client, admin)

    assert "The last run of plan broke off." in found
    assert "OperationalError: the disk is full" in found


@pytest.mark.parametrize("who", ["dana", "executive"])
@pytest.mark.parametrize("act", ["", "release/", "1/", "1/retry/"])
def test_others_are_turned_away(client: Client, dana: Person, executive: Person, who: str, act: str) -> None:
    client.force_login({"dana": dana, "executive": executive}[who])

    assert [client.get(RUNNING + act).status_code, client.post(RUNNING + act).status_code] == [403, 403]


def test_signed_out_leads_to_the_door(client: Client) -> None:
    assert client.get(RUNNING).headers["Location"].startswith("/sign-in/")


def test_there_is_no_such_message(client: Client, admin: Person) -> None:
    client.force_login(admin)

    assert client.get(f"{RUNNING}77/").status_code == 404
    assert client.post(f"{RUNNING}77/retry/").status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Dana", "Lena", "Maya"}),
        ("state=failed", {"Dana"}),
        ("state=claimed", {"Maya"}),
        ("state=sent&who=lena", {"Lena"}),
        ("who=DANA.W", {"Dana"}),
        ("channel=slack", set()),
        ("kind=past_date", {"Lena"}),
        ("kind=nothing&state=nowhere&channel=pigeon&before=x", {"Dana", "Lena", "Maya"}),
    ],
)
def test_filters(
    client: Client, admin: Person, queue: Queue, dana: Person, lena: Person, maya: Person, query: str, shown: set[str]
) -> None:
    put(queue(dana), DeliveryState.FAILED)
    put(queue(lena), DeliveryState.SENT)
    Delivery.objects.filter(recipient=lena).update(kind="past_date")
    Delivery.objects.filter(pk=queue(maya).pk).update(
        state=DeliveryState.HANDED_OVER, lease="12345678123456781234567812345678", leased_until=AT
    )
    found = page(client, admin, f"{RUNNING}?{query}")

    assert {name for name in ("Dana", "Lena", "Maya") if f"to {name}" in found} == shown


def test_pages_follow_each_other(
    client: Client, admin: Person, queue: Queue, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "PAGE", 2)
    first, *_, last = [queue(dana, name=str(number)) for number in range(3)]
    newest = page(client, admin)
    before = f"before={first.pk + 1}"
    oldest = page(client, admin, f"{RUNNING}?{before}")

    assert [f'"{address(one)}"' in newest for one in (first, last)] == [False, True]
    assert [f'"{address(one)}"' in oldest for one in (first, last)] == [True, False]
    assert (before in newest, "before=" in oldest) == (True, False)


def test_a_message_shows_what_was_tried(client: Client, admin: Person, queue: Queue, dana: Person) -> None:
    delivery = put(queue(dana), DeliveryState.FAILED, reason="550 no such mailbox")
    Attempt.objects.create(
        delivery=delivery,
        number=1,
        lease="12345678123456781234567812345678",
        started_at=AT,
        handed_over_at=AT,
        ended_at=AT,
        ending=Ending.REFUSED,
        reason="550 no such mailbox",
    )
    found = page(client, admin, address(delivery))

    assert "Did not leave" in found
    assert "Not taken" in found
    assert found.count("550 no such mailbox") == 2
    assert "Due soon: Enablement deck" not in found  # never its words


def test_an_unsure_one_warns_before_it_is_tried_again(
    client: Client, admin: Person, queue: Queue, dana: Person
) -> None:
    delivery = put(queue(dana), DeliveryState.UNCERTAIN)

    assert "It may have arrived already." in page(client, admin, address(delivery))


def test_trying_again_queues_it(client: Client, admin: Person, queue: Queue, dana: Person) -> None:
    delivery = put(queue(dana), DeliveryState.SKIPPED)
    answer = sent(client, admin, address(delivery, "retry/"))

    assert answer.headers["Location"] == address(delivery)
    assert Delivery.objects.get().state == "queued"
    assert "by Ada Admin" in page(client, admin, address(delivery))


def test_what_has_left_is_not_tried_again(client: Client, admin: Person, queue: Queue, dana: Person) -> None:
    delivery = put(queue(dana), DeliveryState.SENT)

    assert "/retry/" not in page(client, admin, address(delivery))
    assert sent(client, admin, address(delivery, "retry/")).status_code == 409


def test_what_is_posted_names_its_endpoint(client: Client, admin: Person) -> None:
    endpoint = Endpoint.objects.create(
        channel=Channel.WEBHOOK, name="Board", sealed_url="-", host="board.example", created_by=admin, created_at=AT
    )
    delivery = Delivery.objects.create(
        dedupe_key="w", channel="webhook", endpoint=endpoint, kind="test", planned_at=AT, due_at=AT, expires_at=AT
    )

    assert "Board (board.example)" in page(client, admin, address(delivery))


def test_the_fence_is_opened_by_a_button_once_all_is_planned(client: Client, admin: Person) -> None:
    ran()
    close_fence(real_at=AT)
    assert "Let messages leave" not in page(client, admin)
    settle(closed_at=AT)
    assert "Let messages leave" in page(client, admin)

    sent(client, admin, f"{RUNNING}release/")

    assert (Fence.objects.get().closed_at, Fence.objects.get().released_by) == (None, "Ada Admin")


def test_it_stays_closed_before_that(client: Client, admin: Person) -> None:
    close_fence(real_at=AT)

    assert sent(client, admin, f"{RUNNING}release/").status_code == 409


def test_it_costs_as_much_with_one_message_as_with_three(
    client: Client, admin: Person, queue: Queue, dana: Person
) -> None:
    client.force_login(admin)
    queue(dana)
    once = queries(client, RUNNING)
    for number in range(2):
        queue(dana, name=str(number))

    assert queries(client, RUNNING) == once
