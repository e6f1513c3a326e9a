"""Workload W5: a storm of reminders is planned, and sent by two worker processes through a relay that costs little.

`STORM=5000 python -m pytest tests/bench/test_5_storm.py -n 0 -s` for a small one.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from config.embedded import CHECKOUT
from reminders.models import Delivery, Reminder
from reminders.operations.audit import audit_deliveries
from reminders.operations.plan import plan
from tests.bench.conftest import Show
from tests.bench.measure import Comparison, Cost, cost
from tests.bench.storm import MONDAY, PEOPLE
from tests.faults.nursery import status_of
from tests.parts import Broker, running_broker, running_worker, wait_until
from tests.sinks import SmtpSink

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
LONGEST = 3600.0  # seconds, on a machine that does much else
FLOORS = ("pipelined", "ready", "smtplib")
OF = f"{PEOPLE:,}, due the same day"
EXAMPLE = (
    b"Subject: Due\r\nMIME-Version: 1.0\r\nMessage-ID: <1@acme.example>\r\n"
    b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
    + b"what there is to say\r\n" * 40
    + b"\r\n--b\r\nContent-Type: text/html\r\n\r\n"
    + b"<p>what there is to say</p>\r\n" * 180
    + b"\r\n--b--\r\n"
)


@dataclass
class Relay(SmtpSink):
    """The cheap relay, in a process of its own; `port` is known once it runs."""


@contextmanager
def cheap_relay(taken: Path) -> Iterator[Relay]:
    command = [sys.executable, "-m", "tests.bench.sink", str(taken)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=CHECKOUT) as process:
        assert process.stdout is not None
        try:
            yield Relay(port=int(process.stdout.readline()))
        finally:
            process.terminate()


@pytest.fixture
def broker() -> Iterator[Broker]:
    with running_broker() as broker:
        yield broker


def test_planned_in_one_pass(storm: None, show: Show) -> None:
    floor = _floor_of_planning()
    found = cost(lambda: plan(at=MONDAY))

    assert (Reminder.objects.count(), Delivery.objects.queued().count()) == (PEOPLE, PEOPLE)
    show(Comparison("storm, planned in one pass", of=OF, workload=found, floor=floor))


def test_sent_through_two_processes(storm: None, show: Show, broker: Broker, tmp_path: Path) -> None:
    plan(at=MONDAY)
    taken = tmp_path / "taken"
    with cheap_relay(taken) as relay, running_worker(broker=broker, sink=relay, log=tmp_path / "worker.log") as worker:
        assert worker.pid is not None
        workers, database, began = _cpu_of(worker.pid), _cpu_of(_postmaster()), time.perf_counter()
        broker.celery.send_task("reminders.tasks.hint")
        wait_until(lambda: not Delivery.objects.exclude(state="sent").exists(), seconds=LONGEST, pause=0.5)
        wall = time.perf_counter() - began
        workers, database = _cpu_of(worker.pid) - workers, _cpu_of(_postmaster()) - database
        floors = {way: _floor_of_sending(way, relay.port, tmp_path) for way in FLOORS}

    print(f"\n{PEOPLE:,} mails through two processes: {PEOPLE / wall:,.0f} a second, CPU each (us): ", end="")
    print(f"workers {workers / PEOPLE * 1e6:.0f}, database {database / PEOPLE * 1e6:.0f}")
    names = taken.read_bytes().split()
    assert (len(set(names) - {b"<1@acme.example>"}), audit_deliveries().differences) == (PEOPLE, ())
    each = Cost(cpu=1000 * (workers + database) / PEOPLE, wall=1000 * wall / PEOPLE)
    for way, floor in floors.items():
        show(Comparison(f"storm, a mail sent; beside {way}", of=OF, workload=each, floor=floor))


def _floor_of_planning() -> Cost:
    """The rows alone, each table in one statement, without keys to find them by."""
    statements = [
        "CREATE TEMPORARY TABLE floor_reminder (LIKE reminders_reminder INCLUDING ALL)",
        "CREATE TEMPORARY TABLE floor_delivery (LIKE reminders_delivery INCLUDING ALL)",
        """INSERT INTO floor_reminder (kind, key, recipient_id, agreement_id, commitment_id, local_on, due_at,
        expires_at, headline) SELECT 'due_soon', 'k' || id, owner_id, agreement_id, id, due_on, now(), now(), ''
        FROM agreements_commitment""",
        """INSERT INTO floor_delivery (dedupe_key, recipient_id, channel, kind, planned_at, due_at, expires_at, state,
        reason, attempts, handovers, attempts_before) SELECT 'k' || id, owner_id, 'email', 'due_soon', now(), now(),
        now(), 'queued', '', 0, 0, 0 FROM agreements_commitment""",
    ]

    def write() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("DROP TABLE floor_reminder, floor_delivery")

    return cost(write)


def _floor_of_sending(way: str, port: int, folder: Path) -> Cost:
    """What two processes of that way cost for each mail, in milliseconds."""
    mail, count = folder / "mail", max(500, PEOPLE // 20)
    mail.write_bytes(EXAMPLE)
    command = [sys.executable, "-m", "tests.bench.senders", way, str(port), str(count), str(mail)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    senders = [subprocess.Popen(command, cwd=CHECKOUT) for _ in range(2)]
    assert [sender.wait() for sender in senders] == [0, 0]
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - began
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu=1000 * cpu / count / 2, wall=1000 * wall / count / 2)


def _postmaster() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(status_of(cursor.fetchone()[0])[1])


def _cpu_of(pid: int) -> float:
    """Seconds that a process and its children took, those that ended too; not this process's own backend."""
    facts = {int(path.name): status_of(int(path.name)) for path in PROC.glob("[0-9]*")}
    family = {pid}
    while more := {one for one, fact in facts.items() if fact and int(fact[1]) in family} - family:
        family |= more
    return sum(sum(map(int, facts[one][11:15])) for one in family if facts.get(one)) / TICKS
