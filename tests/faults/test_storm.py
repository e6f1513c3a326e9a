"""Workers die in the middle of a storm: what they had sent without saying so comes a second time, and nothing else."""

from collections import Counter, defaultdict

import pytest

from reminders.models import Delivery
from reminders.operations.audit import audit_deliveries
from reminders.operations.deliver import MARKED_AT_ONCE
from teams.clock import real_now
from tests.bench.storm import seed_storm
from tests.faults.conftest import live_on
from tests.faults.nursery import Nursery
from tests.parts import Broker, wait_until
from tests.sinks import SmtpSink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults")]

PEOPLE = 400
PROCESSES = 2  # of a worker


@pytest.mark.parametrize("sent_by_then", [1, 130])
def test_no_more_comes_twice_than_was_not_marked(
    sent_by_then: int, monday: None, nursery: Nursery, broker: Broker, relay: SmtpSink
) -> None:
    seed_storm(people=PEOPLE)
    dying = nursery.worker()
    broker.celery.send_task("reminders.tasks.run", args=["plan"])
    wait_until(lambda: len(relay.mails) >= sent_by_then)
    dying.kill()
    died_at = real_now()
    nursery.worker()
    live_on(broker, since=died_at)

    copies = Counter(mail["To"] for mail in relay.mails)
    assert set(copies) == set(Delivery.objects.values_list("recipient__email", flat=True))
    assert max(copies.values()) <= 2
    assert copies.total() - len(copies) <= MARKED_AT_ONCE * PROCESSES
    assert audit_deliveries().differences == ()


def test_a_copy_carries_the_same_number_and_identity(
    monday: None, nursery: Nursery, broker: Broker, relay: SmtpSink
) -> None:
    seed_storm(people=PEOPLE)
    dying = nursery.worker(failpoint="worker.after_reply")
    broker.celery.send_task("reminders.tasks.run", args=["plan"])
    wait_until(dying.has_lost_one)
    dying.kill()
    died_at = real_now()
    nursery.worker()
    live_on(broker, since=died_at)

    names = defaultdict(set)
    for mail in relay.mails:
        names[mail["To"]].add((mail["Message-ID"], mail["X-Delivery-Id"]))
    assert len(relay.mails) > len(names) == PEOPLE
    assert {len(name) for name in names.values()} == {1}
