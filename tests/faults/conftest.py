"""What fault tests share: the agreement of the tests of reminders, one broker, one relay, and processes to end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from reminders.domain.deliveries import LEASE
from reminders.models import Delivery
from reminders.operations.tick import move_clock
from teams.clock import real_now
from tests.faults.nursery import Nursery
from tests.parts import Broker, database_address, running_broker, wait_until
from tests.rehearsal import begin
from tests.reminders.conftest import deal, sink
from tests.sinks import SmtpSink

__all__ = ["deal", "sink"]

MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)  # dana's deck is due in a week, and its round opens for lena


@pytest.fixture(scope="session")
def the_broker() -> Iterator[Broker]:
    with running_broker() as broker:
        yield broker


@pytest.fixture(scope="session")
def the_relay() -> Iterator[SmtpSink]:
    sink = SmtpSink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture(scope="session")
def the_nursery(
    django_db_setup: None, the_broker: Broker, the_relay: SmtpSink, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nursery]:
    environment = {
        "DATABASE_URL": database_address(),
        "BROKER_URL": the_broker.url,
        "EMAIL_HOST": the_relay.host,
        "EMAIL_PORT": str(the_relay.port),
        "HOLDFAST_REHEARSAL": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    nursery = Nursery(environment, tmp_path_factory.mktemp("nursery"))
    nursery.start()
    yield nursery
    nursery.stop()


@pytest.fixture
def broker(the_broker: Broker) -> Broker:
    """Empty."""
    the_broker.flush()
    return the_broker


@pytest.fixture
def relay(the_relay: SmtpSink) -> SmtpSink:
    """Empty, and in a good mood."""
    the_relay.mails.clear()
    the_relay.mode = "accept"
    return the_relay


@pytest.fixture
def nursery(transactional_db: None, broker: Broker, relay: SmtpSink, the_nursery: Nursery) -> Iterator[Nursery]:
    yield the_nursery
    the_nursery.end_children()  # before the tables are emptied


@pytest.fixture
def monday(transactional_db: None, settings: Settings) -> None:
    """A rehearsal that begins on Monday morning."""
    settings.REHEARSAL = True
    begin(MONDAY)


def leases_run_out(broker: Broker, *, since: datetime) -> None:
    """A minute and a half later what was claimed by ``since`` and never ended is taken back; later claims are alive."""
    of_the_dead = Delivery.objects.in_flight().filter(leased_until__lte=since + LEASE)
    of_the_dead.update(leased_until=real_now() - timedelta(seconds=1))
    broker.celery.send_task("reminders.tasks.sweep_leases")
    wait_until(lambda: not Delivery.objects.in_flight().exists())


def live_on(broker: Broker, *, since: datetime) -> None:
    """Leases of ``since`` run out, then minutes pass: what still waits is hinted at again, and every mail leaves."""
    leases_run_out(broker, since=since)
    move_clock(at=MONDAY + timedelta(minutes=20), real_at=real_now())
    Delivery.objects.update(hinted_at=None)
    broker.celery.send_task("reminders.tasks.run", args=["plan"])
    wait_until(all_have_left)


def all_have_left() -> bool:
    """Some may have joined another mail before they did."""
    return {"sent"} <= set(Delivery.objects.values_list("state", flat=True)) <= {"sent", "superseded"}
