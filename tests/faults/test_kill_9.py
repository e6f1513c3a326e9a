"""A process of the pipeline dies as in a power cut, at each named point; nothing is lost, and nothing comes twice
but the one copy that ambiguity allows."""

from collections import Counter

import pytest

from reminders.models import Delivery
from reminders.operations.audit import audit_deliveries
from teams.clock import real_now
from tests.faults.conftest import live_on
from tests.faults.nursery import Nursery
from tests.parts import Broker, wait_until
from tests.reminders.conftest import Deal
from tests.sinks import SmtpSink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults")]


@pytest.mark.parametrize(
    ("failpoint", "most_copies"),
    [
        ("planner.inside", 1),
        ("planner.after", 1),
        ("dispatcher.after_publish", 1),
        ("worker.before_claim", 1),
        ("worker.before_handover", 1),
        ("worker.after_handover", 1),
        ("worker.after_reply", 2),
    ],
)
def test_nothing_is_lost_and_nothing_doubled(
    failpoint: str, most_copies: int, monday: None, deal: Deal, nursery: Nursery, broker: Broker, relay: SmtpSink
) -> None:
    dying = nursery.worker(failpoint=failpoint)
    broker.celery.send_task("reminders.tasks.run", args=["plan"])
    wait_until(dying.has_lost_one)
    dying.kill()
    died_at = real_now()
    nursery.worker()
    live_on(broker, since=died_at)

    copies = Counter((mail["To"], mail["Message-ID"]) for mail in relay.mails)
    people = {address for address, _ in copies}
    assert people == set(Delivery.objects.values_list("recipient__email", flat=True))
    assert (len(copies), max(copies.values()) <= most_copies) == (len(people), True)
    assert audit_deliveries().differences == ()
