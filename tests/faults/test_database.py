"""PostgreSQL dies in the middle of a plan, and of a send: what was not committed never was, and the rest stands.

On a server of its own that keeps what it commits; the others' throws data away for speed.
"""

import os
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from config.backups import read_backup, write_backup
from config.embedded import PostgreSQL
from config.embedded.postgres import NAME
from reminders.models import Delivery, Fence, Reminder
from reminders.operations.audit import audit_deliveries
from teams.clock import real_now
from tests.factories import ConcernFactory
from tests.faults.conftest import MONDAY, live_on
from tests.faults.nursery import Child, Nursery
from tests.parts import Broker, MortalServer, wait_until
from tests.reminders.conftest import Deal
from tests.sinks import SmtpSink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults")]


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgreSQL]:
    folder = Path(tempfile.mkdtemp(prefix="holdfast-faults-"))
    folder.chmod(0o711)
    with MortalServer(folder) as server:
        yield server
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def mortal(own_server: PostgreSQL, monday: None, deal: Deal, nursery: Nursery, tmp_path: Path) -> Iterator[PostgreSQL]:
    """What this test wrote so far, on the server that will die; and one thing to be told at once."""
    ConcernFactory.create(
        agreement=deal.agreement,
        raised_by=deal.commitment.accepted_by,
        raised_at=MONDAY - timedelta(hours=2),
        resolved_at=MONDAY - timedelta(hours=1),
        answered_by=deal.commitment.owner,
        answer="It will be there.",
    )
    write_backup(tmp_path / "backup")
    with connected_to(own_server):
        read_backup(tmp_path / "backup")
        Fence.objects.all().delete()  # its past is the test's own
        yield own_server
        nursery.end_children()


@contextmanager
def connected_to(server: PostgreSQL) -> Iterator[None]:
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(address(server))
    yield
    connection.close()
    connection.settings_dict.update(before)


def address(server: PostgreSQL) -> dict[str, str]:
    return {"HOST": str(server.home / "socket"), "NAME": NAME, "USER": NAME}


def power_cut(server: PostgreSQL) -> None:
    """The server dies at once with all of its sessions, and is started again."""
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    server.start()
    connection.close()


@pytest.mark.parametrize(("failpoint", "most_copies"), [("planner.inside", 1), ("worker.after_handover", 2)])
def test_what_was_not_committed_never_was(
    failpoint: str, most_copies: int, mortal: PostgreSQL, nursery: Nursery, broker: Broker, relay: SmtpSink
) -> None:
    cut_off = nursery.worker(failpoint=f"{failpoint}:frozen", database=address(mortal))
    broker.celery.send_task("reminders.tasks.run", args=["plan"])
    wait_until(cut_off.frozen)
    planned = Reminder.objects.count()
    power_cut(mortal)
    assert Reminder.objects.count() == planned

    wait_until(lambda: ended_badly(cut_off))
    cut_off.kill()
    died_at = real_now()
    nursery.worker(database=address(mortal))
    live_on(broker, since=died_at)
    copies = Counter(mail["Message-ID"] for mail in relay.mails)
    assert (len(copies), max(copies.values()) <= most_copies) == (Delivery.objects.filter(state="sent").count(), True)
    assert audit_deliveries().differences == ()


def ended_badly(child: Child) -> bool:
    child.thaw()
    return child.says("raised unexpected: OperationalError")
