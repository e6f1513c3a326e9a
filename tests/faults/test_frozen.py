"""A worker stands still for longer than its lease, comes back, and changes nothing."""

from collections import Counter

import pytest

from reminders.models import Delivery
from reminders.operations.audit import audit_deliveries
from teams.clock import real_now
from tests.faults.conftest import live_on
from tests.faults.nursery import Child, Nursery
from tests.parts import Broker, wait_until
from tests.reminders.conftest import Deal
from tests.sinks import SmtpSink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults")]


@pytest.mark.parametrize(
    ("failpoint", "most_copies"),
    [("worker.before_handover", 1), ("worker.after_handover", 2), ("worker.after_reply", 2)],
)
def test_a_worker_that_comes_back_changes_nothing(
    failpoint: str, most_copies: int, monday: None, deal: Deal, nursery: Nursery, broker: Broker, relay: SmtpSink
) -> None:
    frozen = nursery.worker(failpoint=f"{failpoint}:frozen")
    broker.celery.send_task("reminders.tasks.run", args=["plan"])
    wait_until(frozen.frozen)
    frozen.freeze()  # all of it, as a machine that swaps
    stood_still_at = real_now()
    wait_until(broker.waits_for_nobody)
    nursery.worker()
    live_on(broker, since=stood_still_at)
    before = rows()
    come_back(frozen)

    copies = Counter(mail["Message-ID"] for mail in relay.mails)
    assert rows() == before
    assert (len(copies), max(copies.values()) <= most_copies) == (len(before), True)
    assert audit_deliveries().differences == ()


def rows() -> list[tuple[object, ...]]:
    return list(Delivery.objects.order_by("pk").values_list("state", "attempts", "handovers", "sent_at", "reason"))


def come_back(frozen: Child) -> None:
    """It stands still again at every mail it meant to send, until its task is done."""

    def is_done() -> bool:
        frozen.thaw()
        return frozen.ended("deliver") and not frozen.frozen()

    wait_until(is_done)
