"""A whole installation whose every part can die: database, broker, relay, scheduler and two workers."""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from django.core.management import call_command
from django.db import Error, connection

from agreements.models import Agreement
from config.backups import read_backup
from config.embedded import PostgreSQL, Valkey
from config.supervisor.ports import free_port
from config.supervisor.programs import Program
from reminders.models import Delivery, Fence, JobRun
from reminders.operations.tick import move_clock
from teams import clock
from teams.models import Person
from tests.factories import (
    AgreementFactory,
    CommitmentFactory,
    ConcernFactory,
    OrganisationFactory,
    PersonFactory,
    TeamFactory,
)
from tests.faults.nursery import Child, Nursery
from tests.faults.relay import HOST, drop_file
from tests.faults.verdict import Verdict, verdict
from tests.parts import Broker
from tests.rehearsal import begin

BEGIN = datetime(2027, 3, 8, 7, 29, 50, tzinfo=UTC)  # everybody's morning comes ten seconds later
PEOPLE = 30
BEAT_SECONDS = 1.0
OFTEN = (4, 4, 2, 1, 1, 1, 1, 1, 3)  # each fault, in their order; those take longest that take all others along
PAUSES = (40, 40, 40, *[2] * 60)  # minutes at the end, which cover the waits after four refusals

type Later = tuple[float, Callable[[], None]]


@dataclass
class Installation:
    """Its parts by name, and what is to be brought back when."""

    server: PostgreSQL
    broker: Broker
    folder: Path
    random: Random
    children: dict[str, Child] = field(default_factory=dict)
    later: list[Later] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    agreement: Agreement | None = None

    def start(self) -> None:
        self._lay_out()
        port = free_port()
        self.log = self.folder / "relay.jsonl"
        self.log.touch()
        self.relay = Program(
            name="relay",
            command=[sys.executable, "-m", "tests.faults.relay", str(port), str(self.log)],
            environment=dict(os.environ),
            log=self.folder / "relay.log",
        )
        self.relay.start()
        logs = self.folder / "nursery"
        logs.mkdir()
        self.nursery = Nursery({"EMAIL_HOST": HOST, "EMAIL_PORT": str(port)}, logs)
        self.nursery.start()
        for name in ("beat", "one", "two"):
            self._bear(name)

    def stop(self) -> None:
        self.nursery.stop()
        self.relay.stop()
        connection.close()

    def suffer(self) -> str:
        """One fault of any kind; its name. What died comes back within seconds."""
        faults = {
            "workers killed": self._kill_worker,
            "worker processes killed": self._kill_process,
            "workers frozen": self._freeze_worker,
            "schedulers killed": lambda: self._kill_child("beat"),
            "brokers killed": self._kill_broker,
            "brokers emptied": self._empty_broker,
            "databases killed": self._kill_database,
            "relays killed": self._kill_relay,
            "mails kept without an answer": self._drop_a_mail,
        }
        name = self.random.choices(list(faults), weights=OFTEN)[0]
        faults[name]()
        return name

    def work_for(self, seconds: float) -> None:
        """People answer each other meanwhile, as far as there is a database; what is due comes back."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._answer()
            self._bring_back(time.monotonic())
            time.sleep(0.1)

    def come_to_rest(self) -> Verdict:
        """Everything comes back, no lease outlives its worker, and the hours pass in which refusals are tried again."""
        self._bring_back(float("inf"))
        for name in list(self.children):
            self.children.pop(name).kill()
        connection.close()
        Delivery.objects.in_flight().update(leased_until=clock.real_now() - timedelta(seconds=1))
        for name in ("beat", "one", "two"):
            self._bear(name)
        for minutes in PAUSES:
            move_clock(at=clock.now() + timedelta(minutes=minutes), real_at=clock.real_now())
            Delivery.objects.update(hinted_at=None)
            time.sleep(2)
            if minutes == PAUSES[-1] and not _is_busy():
                break
        return verdict(self.log)

    def _lay_out(self) -> None:
        """People of two teams, all with something due within days, and an agreement in which they answer concerns."""
        if start := os.environ.get("HOLDFAST_FAULT_START"):
            read_backup(Path(start))
            Fence.objects.all().delete()  # the start of this installation, and no past of another
        else:
            call_command("migrate", verbosity=0, interactive=False)
        OrganisationFactory.create()
        ours, theirs = TeamFactory.create(), TeamFactory.create()
        self.agreement = AgreementFactory.create(is_active=True)
        self.people = [PersonFactory.create() for _ in range(PEOPLE)]
        for number, person in enumerate(self.people):
            CommitmentFactory.create(
                agreement=self.agreement,
                team=ours,
                for_team=theirs,
                owner=person,
                accepted_by=self.people[number - 1],
                due_on=date(2027, 3, 10),
                is_open=True,
            )
        begin(BEGIN)

    def _answer(self) -> None:
        """Somebody's concern is answered, which they are told at once."""
        raiser, other = self.random.sample(self.people, 2)
        try:
            now = clock.now()
            ConcernFactory.create(
                agreement=self.agreement,
                raised_by=raiser,
                raised_at=now - timedelta(hours=1),
                resolved_at=now,
                answered_by=other,
                answer="Yes.",
            )
        except Error:  # it is dead, or was while this was on its way: what came to be is counted at the end
            connection.close()

    def _bear(self, name: str) -> None:
        if name == "beat":
            self.children[name] = self.nursery.beat(seconds=BEAT_SECONDS)
        else:
            self.children[name] = self.nursery.worker(is_awaited=False)

    def _back_in(self, most_seconds: float, action: Callable[[], None]) -> None:
        self.later.append((time.monotonic() + self.random.uniform(0, most_seconds), action))

    def _bring_back(self, now: float) -> None:
        due, self.later = [one for one in self.later if one[0] <= now], [one for one in self.later if one[0] > now]
        for _, action in due:
            action()

    def _kill_worker(self) -> None:
        self._kill_child(self.random.choice(["one", "two"]))

    def _kill_child(self, name: str) -> None:
        """A child that died already comes back soon enough."""
        if child := self.children.pop(name, None):
            child.kill()
            self._back_in(2, lambda: self._bear(name))

    def _kill_process(self) -> None:
        """One of the processes that do a worker's work; the worker makes another."""
        child = self.children.get(self.random.choice(["one", "two"]))
        if child and (hands := [pid for pid in child.session() if pid != child.pid]):
            os.kill(self.random.choice(hands), signal.SIGKILL)

    def _freeze_worker(self) -> None:
        if child := self.children.get(self.random.choice(["one", "two"])):
            child.freeze()
            self._back_in(3, child.thaw)

    def _kill_broker(self) -> None:
        server = Valkey(self.broker.folder)
        if pid := server.pid():
            os.kill(pid, signal.SIGKILL)
            self._back_in(3, self.broker.come_back)

    def _empty_broker(self) -> None:
        if Valkey(self.broker.folder).is_ready():
            self.broker.flush()

    def _kill_database(self) -> None:
        if pid := self.server.pid():
            os.kill(pid, signal.SIGKILL)
            self._back_in(2, self.server.start)

    def _kill_relay(self) -> None:
        if self.relay.is_alive():
            assert self.relay.pid is not None
            os.kill(self.relay.pid, signal.SIGKILL)
            self._back_in(2, self._restart_relay)

    def _restart_relay(self) -> None:
        if not self.relay.is_alive():
            self.relay.start()

    def _drop_a_mail(self) -> None:
        drop_file(self.log).touch()


def _is_busy() -> bool:
    """Whether anything still waits or is under way; a scheduler that just came back has yet to plan it."""
    planned = JobRun.objects.filter(job="plan", finished_at__gt=clock.real_now() - timedelta(seconds=2))
    return Delivery.objects.queued().exists() or Delivery.objects.in_flight().exists() or not planned.exists()
