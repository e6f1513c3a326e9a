from datetime import timedelta

import pytest

from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState, Ending
from reminders.models import Attempt, Delivery
from reminders.operations.attempts import Moment, claim
from reminders.operations.sweep import sweep_leases
from teams.models import Person
from tests.factories import AT
from tests.reminders.operations.conftest import Queue

pytestmark = pytest.mark.django_db

NOW = Moment(at=AT, real_at=AT)
OVER = AT + timedelta(seconds=91)


@pytest.fixture
def claimed(queue: Queue, dana: Person) -> Delivery:
    delivery = queue(dana)
    claim(ids=[delivery.pk], channels=[Channel.EMAIL], now=NOW)
    return delivery


def swept(delivery: Delivery) -> tuple[str, object, str]:
    sweep_leases(at=AT, real_at=OVER)
    delivery.refresh_from_db()
    return delivery.state, delivery.lease, Attempt.objects.latest("pk").ending


def test_a_lease_that_runs_is_left_alone(claimed: Delivery) -> None:
    assert sweep_leases(at=AT, real_at=AT + timedelta(seconds=90)) == 0


def test_what_was_not_handed_over_is_queued_at_once(claimed: Delivery) -> None:
    assert swept(claimed) == (DeliveryState.QUEUED, None, Ending.LOST)


def test_it_may_be_claimed_again(claimed: Delivery) -> None:
    sweep_leases(at=AT, real_at=OVER)

    assert [
        row.attempts for row in claim(ids=[claimed.pk], channels=[Channel.EMAIL], now=Moment(at=AT, real_at=OVER))
    ] == [2]


def test_one_that_kills_every_worker_is_put_aside(claimed: Delivery) -> None:
    Delivery.objects.filter(pk=claimed.pk).update(attempts=5)

    assert swept(claimed)[0] == DeliveryState.FAILED


def test_what_may_have_left_gets_one_extra_copy(claimed: Delivery) -> None:
    Delivery.objects.filter(pk=claimed.pk).update(state=DeliveryState.HANDED_OVER, handovers=1)

    assert swept(claimed) == (DeliveryState.QUEUED, None, Ending.UNCERTAIN)


def test_after_the_copy_nobody_knows_and_it_ends(claimed: Delivery) -> None:
    Delivery.objects.filter(pk=claimed.pk).update(state=DeliveryState.HANDED_OVER, handovers=2)

    assert swept(claimed) == (DeliveryState.UNCERTAIN, None, Ending.UNCERTAIN)


def test_sweeping_twice_is_sweeping_once(claimed: Delivery) -> None:
    sweep_leases(at=AT, real_at=OVER)

    assert sweep_leases(at=AT, real_at=OVER) == 0
