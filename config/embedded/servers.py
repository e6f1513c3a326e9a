"""What both servers share: started once however many ask, found after any death, stopped by the last user."""

import signal
import subprocess
import time
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from config.embedded.accounts import spawn
from config.embedded.errors import EmbeddedError
from config.embedded.folders import open_data_folder
from config.embedded.locks import Share, alone
from config.embedded.processes import is_running, send, wait_until

START_SECONDS = 30  # the slowest seen is 3.2 s: recovery after kill -9
STOP_SECONDS = 10
# A server left to its other users stays our child: kept here, so that nobody warns about it at our end.
_left_to_others: list[subprocess.Popen[bytes]] = []


class Server(ABC):
    """One server of a data folder, used by any number of processes at once."""

    name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]
    last_signal: ClassVar[signal.Signals]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "logs" / f"{self.name}.log"
        self._child: subprocess.Popen[bytes] | None = None
        self._share = Share(folder / "locks" / f"{self.name}.users")

    @abstractmethod
    def is_ready(self) -> bool:
        """Tell whether the server answers."""

    @abstractmethod
    def prepare(self) -> list[str | Path]:
        """Make what the server needs on disk and give its command."""

    @abstractmethod
    def recorded_pid(self) -> int | None:
        """Read the number in the server's pid file, alive or not."""

    @abstractmethod
    def clear(self) -> None:
        """Remove what a dead server left in the way of the next start."""

    @property
    @abstractmethod
    def home(self) -> Path:
        """The real folder of the server's own files."""

    def start(self) -> None:
        """Make sure the server answers: found running, or started as our child. May be repeated."""
        self._make_folders()
        with self._alone():
            self._share.take()
            if not self.is_ready():
                self._launch()

    def stop(self) -> None:
        """Stop using the server, and shut it down when nobody else uses it."""
        self._make_folders()
        with self._alone():
            if self._share.leave():
                self._shut_down()
            elif self._child is not None:
                _left_to_others.append(self._child)
            self._child = None

    def is_alive(self) -> bool:
        """Tell whether the server's process runs, ready or not. Reaps our own child."""
        return self.pid() is not None

    def pid(self) -> int | None:
        """Give the number of the server's process when it runs and is provably this folder's."""
        if self._child is not None and self._child.poll() is None:
            return self._child.pid
        recorded = self.recorded_pid()
        return recorded if recorded and is_running(recorded, mentions=self.home) else None

    def _make_folders(self) -> None:
        open_data_folder(self.folder)
        for name in ("locks", "logs"):
            self.folder.joinpath(name).mkdir(mode=0o700, exist_ok=True)

    def _alone(self) -> AbstractContextManager[None]:
        return alone(self.folder / "locks" / f"{self.name}.start")

    def _launch(self) -> None:
        """Start the server, again while an earlier one's children are dying, until it answers."""
        command = self.prepare()
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.pid() is None:
                self.clear()
                with self.log.open("ab") as output:
                    self._child = spawn(command, output=output)
            if wait_until(lambda: self.is_ready() or self.pid() is None, seconds=START_SECONDS) and self.is_ready():
                return
            time.sleep(0.1)
        self._shut_down()
        raise EmbeddedError(f"{self.name} does not start: {self._last_words()} ({self.log})")

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return lines[-1] if lines else "it says nothing"

    def _shut_down(self) -> None:
        for signal_number in (self.stop_signal, self.last_signal):
            pid = self.pid()
            if pid is None:
                break
            send(pid, signal_number)
            wait_until(lambda: self.pid() is None, seconds=STOP_SECONDS)
        self.clear()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
