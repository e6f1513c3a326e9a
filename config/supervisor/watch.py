"""Keeps parts alive until somebody asks to stop, then stops them last to first."""

import signal
import time
from collections.abc import Iterator, Sequence
from types import FrameType

from config.embedded import EmbeddedError
from config.supervisor.programs import Part, Watched
from config.supervisor.voice import say

BEAT_SECONDS = 0.05
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAskedError(Exception):
    """Somebody pressed Ctrl-C, closed the terminal or ended the process."""


class Watch:
    """The parts in the order of their start. The first that started stops last."""

    def __init__(self) -> None:
        self._watched: list[Watched] = []
        self._stop_asked = False

    def listen(self) -> None:
        """Take note of the signals that ask to stop. An ignored hang-up (nohup) stays ignored."""
        for number in STOP_SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._note_stop)

    def _note_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_asked = True

    def start(self, parts: Sequence[Part]) -> None:
        """Start parts one after the other and keep them alive from now on."""
        for part in parts:
            watched = Watched(part)
            self._watched.append(watched)
            watched.start()
            self._leave_if_asked()

    def turns(self) -> Iterator[None]:
        """Look after the parts, turn after turn. Raises StopAskedError when it is time to stop."""
        while True:
            self._leave_if_asked()
            for watched in self._watched:
                self._look_after(watched)
            yield
            time.sleep(BEAT_SECONDS)

    def _leave_if_asked(self) -> None:
        if self._stop_asked:
            raise StopAskedError

    def _look_after(self, watched: Watched) -> None:
        if watched.part.is_alive() or not watched.is_due():
            return
        say(f"{watched.part.name} stopped; starting it again.")
        try:
            watched.restart()
        except EmbeddedError as error:
            say(str(error))

    def stop(self) -> None:
        """Stop every part, the last started first."""
        while self._watched:
            self._watched.pop().part.stop()
