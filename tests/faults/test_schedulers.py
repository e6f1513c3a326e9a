"""Two schedulers run at once, as after a botched move; two planners meet in the middle of their work."""

from collections import Counter

import pytest

from reminders.models import Delivery, Reminder
from reminders.operations.audit import audit_deliveries
from tests.faults.conftest import all_have_left
from tests.faults.nursery import Nursery
from tests.parts import Broker, wait_until
from tests.reminders.conftest import Deal
from tests.sinks import SmtpSink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults")]


def test_two_schedulers_tell_nobody_twice(
    monday: None, deal: Deal, nursery: Nursery, broker: Broker, relay: SmtpSink
) -> None:
    beats = [nursery.beat(seconds=2), nursery.beat(seconds=2)]
    nursery.worker()
    wait_until(all_have_left)
    wait_until(lambda: all(beat.log.read_text().count("task plan") > 1 for beat in beats))

    copies = Counter(mail["Message-ID"] for mail in relay.mails)
    assert (len(copies), set(copies.values())) == (Delivery.objects.count(), {1})
    assert Reminder.objects.count() == Reminder.objects.values("key").distinct().count()
    assert audit_deliveries().differences == ()


def test_a_second_planner_passes_over_what_the_first_holds(
    monday: None, deal: Deal, nursery: Nursery, broker: Broker, relay: SmtpSink
) -> None:
    """The first stands still with everybody's morning in its hands; the second plans what else there is, and ends."""
    first = nursery.worker(failpoint="planner.inside:frozen")
    broker.celery.send_task("reminders.tasks.run", args=["plan"])
    wait_until(first.frozen)
    first.freeze()  # all of it, or its other process would be the second planner
    wait_until(broker.waits_for_nobody)
    second = nursery.worker()
    broker.celery.send_task("reminders.tasks.run", args=["plan"])
    wait_until(lambda: second.ended("run"))

    def is_told() -> bool:
        first.thaw()
        return all_have_left()

    wait_until(is_told)
    copies = Counter(mail["Message-ID"] for mail in relay.mails)
    assert (len(copies), set(copies.values())) == (Delivery.objects.count(), {1})
    assert audit_deliveries().differences == ()
