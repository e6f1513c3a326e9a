from datetime import timedelta

import pytest

from agreements.operations.events import record
from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState, Ending
from reminders.models import Attempt, Delivery, Endpoint, Fence
from reminders.operations.attempts import Moment, claim, hand_over
from reminders.operations.audit import audit_deliveries
from reminders.operations.fence import (
    MAY_HAVE_LEFT,
    FenceNotSettledError,
    close_fence,
    is_closed,
    release_fence,
    settle,
    unsettled_since,
    watch,
)
from reminders.operations.hint import hint
from reminders.operations.plan import plan
from reminders.reports.fence import FenceReport, fence
from teams.models import Person
from tests.factories import AT
from tests.reminders.conftest import Deal
from tests.reminders.operations.conftest import Queue

pytestmark = pytest.mark.django_db

NOW = Moment(at=AT, real_at=AT)
LATER = AT + timedelta(hours=1)


def claimed(*deliveries: Delivery) -> list[Delivery]:
    return claim(ids=[one.pk for one in deliveries], channels=[Channel.EMAIL], now=NOW)


def come_from_elsewhere() -> None:
    """As a restored row finds itself."""
    watch(real_at=AT)
    Fence.objects.update(place="1.2.3")


def test_an_installation_that_never_ran_is_open(queue: Queue, dana: Person) -> None:
    assert (is_closed(), len(claimed(queue(dana))), fence()) == (False, 1, FenceReport(is_closed=False))


def test_a_database_that_stays_where_it_is_stays_open() -> None:
    watch(real_at=AT)
    watch(real_at=LATER)

    assert (is_closed(), Fence.objects.get().closed_at) == (False, None)


def test_nothing_leaves_elsewhere_even_before_anybody_noticed(queue: Queue, dana: Person) -> None:
    delivery = queue(dana)
    come_from_elsewhere()

    assert (is_closed(), claimed(delivery), hint(at=AT, real_at=AT)) == (True, [], [])


def test_it_closes_once_and_says_why() -> None:
    come_from_elsewhere()
    watch(real_at=LATER)
    watch(real_at=LATER + timedelta(hours=1))

    report = fence()
    assert (report.is_closed, report.closed_at, report.may_release) == (True, LATER, False)
    assert report.why == "This database was restored from a backup, or is a copy of another."


def test_what_a_worker_held_elsewhere_is_nobody_s_here(queue: Queue, dana: Person) -> None:
    rows = hand_over(claimed(queue(dana)), now=NOW)
    come_from_elsewhere()
    watch(real_at=LATER)

    delivery = Delivery.objects.get(pk=rows[0].pk)
    assert (delivery.state, delivery.lease, Attempt.objects.get().ending) == ("queued", None, Ending.UNCERTAIN)
    assert audit_deliveries().differences == ()


def test_one_whole_planning_later_what_waited_is_put_aside(queue: Queue, dana: Person) -> None:
    """The morning's mails too, which were not planned when the backup was made."""
    queue(dana)
    come_from_elsewhere()
    watch(real_at=LATER)
    plan(at=LATER)

    morning = Delivery.objects.latest("pk")
    assert (morning.state, morning.reason) == (DeliveryState.UNCERTAIN, MAY_HAVE_LEFT)
    assert not Delivery.objects.queued().exists()
    assert (unsettled_since(), fence().may_release) == (None, True)


def test_what_becomes_due_after_that_keeps_and_leaves_on_the_release(queue: Queue, dana: Person) -> None:
    come_from_elsewhere()
    watch(real_at=LATER)
    plan(at=LATER)
    delivery = queue(dana)
    plan(at=LATER)
    assert (claimed(delivery), fence().waiting) == ([], 1)

    release_fence(actor_name="Ada Admin", real_at=LATER)

    assert [row.pk for row in claimed(delivery)] == [delivery.pk]
    assert fence() == FenceReport(is_closed=False, released_at=LATER, released_by="Ada Admin")


def test_webhooks_keep_since_their_receivers_know_them_again(deal: Deal, dana: Person) -> None:
    """Their numbers stay the same, and they may come twice."""
    endpoint = Endpoint.objects.create(
        channel=Channel.WEBHOOK, name="Board", sealed_url="-", host="board.example", created_by=dana, created_at=AT
    )
    event = record(agreement=deal.agreement, at=AT, kind="noted", actor=dana)
    webhook = Delivery.objects.create(
        dedupe_key="webhook|1",
        channel=Channel.WEBHOOK,
        endpoint=endpoint,
        event=event,
        kind="noted",
        planned_at=AT,
        due_at=AT,
        expires_at=LATER,
    )
    come_from_elsewhere()
    watch(real_at=LATER)
    settle(closed_at=LATER)

    assert Delivery.objects.get(pk=webhook.pk).state == DeliveryState.QUEUED


def test_a_planning_that_began_before_the_fence_closed_settles_nothing() -> None:
    come_from_elsewhere()
    watch(real_at=LATER)

    assert (settle(closed_at=AT), unsettled_since()) == (0, LATER)


def test_nobody_releases_what_was_not_planned_yet() -> None:
    come_from_elsewhere()
    with pytest.raises(FenceNotSettledError):
        release_fence(actor_name="Ada Admin", real_at=LATER)
    watch(real_at=LATER)
    with pytest.raises(FenceNotSettledError):
        release_fence(actor_name="Ada Admin", real_at=LATER)

    assert is_closed()


def test_an_open_fence_stays_open_whoever_releases_it() -> None:
    watch(real_at=AT)
    release_fence(actor_name="Ada Admin", real_at=LATER)

    assert fence() == FenceReport(is_closed=False)


def test_an_administrator_closes_it_where_the_database_cannot_see_the_restore(queue: Queue, dana: Person) -> None:
    delivery = queue(dana)
    close_fence(real_at=AT)
    close_fence(real_at=LATER)

    assert (claimed(delivery), fence().closed_at, fence().why) == (
        [],
        AT,
        "An administrator asked to hold everything back.",
    )
