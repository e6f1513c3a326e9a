"""Processes of the pipeline, each a fork of one that has already loaded everything: up in half a second instead of
four, and as mortal as any.

Run as a program, one line of JSON in is one process, and its number comes out. From a test: :class:`Nursery`.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded import CHECKOUT
from config.embedded.processes import PROC
from tests.parts import wait_until

WORKER = ("worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO")


@dataclass(frozen=True, slots=True)
class Child:
    """A process in a session of its own, by its number and its log."""

    pid: int
    log: Path
    born: set[int] = field(default_factory=set)

    def says(self, words: str) -> bool:
        return words in self.log.read_text()

    def ended(self, task: str) -> bool:
        """Tell whether it says that a task of that name came to a good end."""
        return bool(re.search(rf"reminders\.tasks\.{task}\[\S+\] succeeded in", self.log.read_text()))

    def has_lost_one(self) -> bool:
        """Tell whether one of the processes it began with is gone."""
        return not self.born <= set(self.session())

    def kill(self) -> None:
        """As a power cut: it and all of its children, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        wait_until(lambda: not self.session())

    def frozen(self) -> list[int]:
        """Those of its session that stand still."""
        return [pid for pid in self.session() if status_of(pid)[:1] == ["T"]]

    def freeze(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self.frozen():
            os.kill(pid, signal.SIGCONT)

    def session(self) -> list[int]:
        """The numbers of its session; the dead do not count."""
        numbers = [int(path.name) for path in PROC.glob("[0-9]*")]
        found = {pid: status_of(pid) for pid in numbers}
        return [pid for pid, facts in found.items() if facts[3:4] == [str(self.pid)] and facts[0] not in "ZX"]


def status_of(pid: int) -> list[str]:
    """State, parent, group, session, and so on, as the kernel tells them; empty when it is gone."""
    try:
        return PROC.joinpath(str(pid), "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


@dataclass
class Nursery:
    """The process that all others are forked from, on one broker and one relay."""

    environment: Mapping[str, str]
    folder: Path
    _process: subprocess.Popen[str] | None = None
    _children: list[Child] = field(default_factory=list)

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=CHECKOUT,
            env={**os.environ, **self.environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def stop(self) -> None:
        self.end_children()
        assert self._process is not None
        self._process.communicate()

    def end_children(self) -> None:
        while self._children:
            self._children.pop().kill()

    def worker(
        self, *, failpoint: str = "", database: Mapping[str, str] | None = None, is_awaited: bool = True
    ) -> Child:
        """A Celery worker with two processes; if awaited, taking tasks when this returns."""
        name = f"worker-{len(list(self.folder.iterdir()))}"
        child = self._fork(name, [*WORKER, f"--hostname={name}"], failpoint=failpoint, database=database or {})
        if is_awaited:
            wait_until(lambda: child.says(" ready."))
        child.born.update(child.session())
        return child

    def beat(self, *, seconds: float) -> Child:
        """A scheduler that plans, hints and sweeps every ``seconds``."""
        name = f"beat-{len(list(self.folder.iterdir()))}"
        how = ["beat", f"--schedule={self.folder / name}.schedule", "--pidfile=", "--loglevel=INFO"]
        return self._fork(name, how, seconds=seconds)

    def _fork(self, name: str, arguments: Sequence[str], **options: object) -> Child:
        log = self.folder / f"{name}.log"
        log.touch()
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"arguments": list(arguments), "log": str(log), **options}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        child = Child(pid=int(self._process.stdout.readline()), log=log)
        self._children.append(child)
        return child


def main() -> None:
    """Load everything, then fork at every line. Nobody waits for the children: the kernel takes them away."""
    import django  # noqa: PLC0415 - only the program needs it, and only here the environment is set

    django.setup()
    from config.celery import app  # noqa: PLC0415

    app.loader.import_default_modules()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if not os.fork():
            live(**json.loads(line))


def live(
    *,
    arguments: list[str],
    log: str,
    failpoint: str = "",
    database: Mapping[str, str] | None = None,
    seconds: float = 0,
) -> None:
    """Become the process that was asked for."""
    from datetime import timedelta  # noqa: PLC0415

    from celery.bin.celery import main as celery  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from config.celery import app  # noqa: PLC0415

    os.setsid()
    print(os.getpid(), flush=True)  # only now does a blow at its session reach it
    output = os.open(log, os.O_WRONLY | os.O_APPEND)
    for stream, handle in ((0, os.open(os.devnull, os.O_RDONLY)), (1, output), (2, output)):
        os.dup2(handle, stream)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    settings.FAILPOINT = failpoint
    connections.settings["default"].update(database or {})
    if seconds:
        for name in ("plan", "hint", "sweep_leases"):
            app.conf.beat_schedule[name]["schedule"] = timedelta(seconds=seconds)
    sys.argv = ["celery", "--app=config", *arguments]
    celery()


if __name__ == "__main__":
    main()
