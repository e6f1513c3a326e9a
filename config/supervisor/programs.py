"""One supervised program: a command with its own session, its own log and nothing of our terminal."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from config.embedded.folders import CHECKOUT
from config.embedded.processes import wait_until

STOP_SECONDS = 6


class Part(Protocol):
    """What the supervisor keeps alive: a program of ours or an embedded server."""

    @property
    def name(self) -> str: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def is_alive(self) -> bool: ...


@dataclass(slots=True)
class Program:
    """A command of ours. It may have children of its own; they end with it. `status` is how it ended last."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    status: int | None = field(default=None, init=False)
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        """The number of the process, as long as it runs."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._child = subprocess.Popen(  # noqa: S603 - our own commands, no shell
                self.command,
                cwd=CHECKOUT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_alive(self) -> bool:
        """Tell whether the command still runs; what it left behind ends here."""
        if self._child is None:
            return False
        if os.waitid(os.P_PID, self._child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return True
        self._end_session()
        return False

    def stop(self) -> None:
        """Ask politely, then end the whole session."""
        if self._child is None or not self.is_alive():
            return
        self._child.send_signal(signal.SIGTERM)
        wait_until(lambda: not self.is_alive(), seconds=STOP_SECONDS)
        self._end_session()

    def _end_session(self) -> None:
        """Kill what is left of the session. Not reaped yet, its number cannot be anybody else's."""
        if self._child is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        self.status = self._child.wait()
        self._child = None


@dataclass(slots=True)
class Watched:
    """A part and when it may be started again: at once, then later and later while it keeps dying."""

    part: Part
    started: float = 0.0
    deaths: int = 0

    STEADY_SECONDS = 10.0
    LONGEST_WAIT = 8.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.part.start()

    def is_due(self) -> bool:
        """Tell whether a dead part has waited long enough for its next start."""
        ran = time.monotonic() - self.started
        return ran >= self.wait()

    def restart(self) -> None:
        self.deaths = 1 if time.monotonic() - self.started > self.STEADY_SECONDS else self.deaths + 1
        self.start()

    def wait(self) -> float:
        """Say how many seconds lie between two starts."""
        return min(0.25 * 2**self.deaths, self.LONGEST_WAIT) if self.deaths else 0.0
