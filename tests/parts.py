"""Real parts for journeys and fault tests: a broker, and a Celery worker on the database of the test."""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from celery import Celery
from django.db import connection

from config.embedded import PostgreSQL, Valkey, broker_url
from config.supervisor.programs import Program
from tests.sinks import SmtpSink

PATIENCE = 60.0  # seconds; machines that run tests are slow


def wait_until(is_so: Callable[[], object], *, seconds: float = PATIENCE, pause: float = 0.05) -> None:
    """Wait for something another process does, and give up loudly."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"{is_so} did not come true within {seconds} seconds"
        time.sleep(pause)


@dataclass
class Broker:
    """A Valkey of its own in a throwaway folder."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="holdfast-broker-")))

    @property
    def url(self) -> str:
        return broker_url(self.folder)

    @property
    def celery(self) -> Celery:
        """What publishes to it, as beat would."""
        return Celery("tests", broker=self.url, set_as_current=False)

    def flush(self) -> None:
        """Make it forget everything."""
        with self.celery.connection() as connection:
            connection.default_channel.client.flushall()  # type: ignore[attr-defined]  # the Redis transport's own

    def waits_for_nobody(self) -> bool:
        """Tell whether nobody stands in line for a message.

        A worker that is frozen still does for up to a second, and what is sent meanwhile is given to it.
        """
        with self.celery.connection() as connection:
            clients = connection.default_channel.client.client_list()  # type: ignore[attr-defined]  # as above
        return not any("b" in client["flags"] for client in clients)

    @contextmanager
    def away(self, *, seconds: float) -> Iterator[None]:
        """Dead as after a power cut while the block runs, and for ``seconds`` at least; back after it."""
        back_at = time.monotonic() + seconds
        if pid := Valkey(self.folder).pid():
            os.kill(pid, signal.SIGKILL)
        yield
        time.sleep(max(0.0, back_at - time.monotonic()))
        self.come_back()

    def come_back(self) -> None:
        """Run again, however it ended; whoever started it first still ends it."""
        server = Valkey(self.folder)
        server.start()
        server.stop()  # gives up our own seat only


@contextmanager
def running_broker() -> Iterator[Broker]:
    broker = Broker()
    with Valkey(broker.folder):
        yield broker
    shutil.rmtree(broker.folder, ignore_errors=True)


class MortalServer(PostgreSQL):
    """Keeps what it commits when it dies. It need not outlive the machine, so nothing waits for the disk."""

    def prepare(self) -> list[str | Path]:
        return [*super().prepare(), "-c", "fsync=off"]


def database_address() -> str:
    """The address of the database this test runs on, for processes of its own."""
    settings = connection.settings_dict
    host = settings["HOST"].replace("/", "%2F")
    return f"postgresql://{settings['USER']}@/{settings['NAME']}?host={host}"


@contextmanager
def running_worker(
    *, broker: Broker, sink: SmtpSink, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """A worker with two processes, ready when this yields; stopped at the end if it still runs."""
    worker = Program(
        name="worker",
        command=[sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=2", "--loglevel=WARNING"],
        environment={
            **os.environ,
            "DATABASE_URL": database_address(),
            "BROKER_URL": broker.url,
            "EMAIL_HOST": sink.host,
            "EMAIL_PORT": str(sink.port),
            "HOLDFAST_REHEARSAL": "1",
            **(environment or {}),
        },
        log=log,
    )
    worker.start()
    try:
        wait_until(lambda: broker.celery.control.ping(timeout=0.5))
        yield worker
    finally:
        worker.stop()
