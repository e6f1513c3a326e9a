"""A process of the pipeline dies as in a power cut, at each named point; nothing is lost, and nothing comes twice
but the one copy that ambiguity allows."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from reminders.models import Delivery
from reminders.operations.audit import audit_deliveries
from reminders.operations.tick import move_clock
from teams.clock import real_now
from tests.parts import Broker, running_broker, running_worker, wait_until
from tests.rehearsal import begin
from tests.reminders.conftest import Deal
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)  # dana's deck is due in a week, and its round opens for lena


@pytest.fixture
def relay() -> Iterator[SmtpSink]:
    sink = SmtpSink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def broker(transactional_db: None) -> Iterator[Broker]:
    with running_broker() as broker:
        yield broker


@contextmanager
def worker(broker: Broker, relay: SmtpSink, log: Path, failpoint: str = "") -> Iterator[None]:
    with running_worker(broker=broker, sink=relay, log=log, environment={"HOLDFAST_FAILPOINT": failpoint}):
        yield


def live_on(broker: Broker) -> None:
    """Leases ran out, then minutes pass: what is still waiting is hinted at again, and every mail leaves."""
    Delivery.objects.in_flight().update(leased_until=real_now() - timedelta(seconds=1))
    broker.celery.send_task("reminders.tasks.sweep_leases")
    wait_until(lambda: not Delivery.objects.in_flight().exists())
    move_clock(at=MONDAY + timedelta(minutes=20), real_at=real_now())
    Delivery.objects.update(hinted_at=None)
    broker.celery.send_task("reminders.tasks.run", args=["plan"])
    wait_until(lambda: set(Delivery.objects.values_list("state", flat=True)) == {"sent"})


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
    failpoint: str, most_copies: int, deal: Deal, settings: Settings, broker: Broker, relay: SmtpSink, tmp_path: Path
) -> None:
    settings.REHEARSAL = True
    begin(MONDAY)
    log = tmp_path / "dying.log"
    with worker(broker, relay, log, failpoint):
        broker.celery.send_task("reminders.tasks.run", args=["plan"])
        wait_until(lambda: "signal 9" in log.read_text())
    with worker(broker, relay, tmp_path / "living.log"):
        live_on(broker)

    copies = Counter((mail["To"], mail["Message-ID"]) for mail in relay.mails)
    people = {address for address, _ in copies}
    assert people == set(Delivery.objects.values_list("recipient__email", flat=True))
    assert (len(copies), max(copies.values()) <= most_copies) == (len(people), True)
    assert audit_deliveries().differences == ()


def test_a_broker_that_forgot_everything_delays_and_loses_nothing(
    deal: Deal, settings: Settings, broker: Broker, relay: SmtpSink, tmp_path: Path
) -> None:
    settings.REHEARSAL = True
    begin(MONDAY)
    broker.celery.send_task("reminders.tasks.run", args=["plan"])
    with broker.celery.connection() as connection:
        connection.default_channel.client.flushall()  # type: ignore[attr-defined]  # the Redis transport's own
    with worker(broker, relay, tmp_path / "worker.log"):
        live_on(broker)

    assert Counter(mail["To"] for mail in relay.mails) == Counter(
        Delivery.objects.values_list("recipient__email", flat=True)
    )
