"""Commands that run once, to their end, while the parts already started are looked after."""

from collections.abc import Sequence
from pathlib import Path

from config.embedded import EmbeddedError
from config.supervisor.programs import Program
from config.supervisor.voice import say
from config.supervisor.watch import Watch


class Tail:
    """The lines a log grows by from now on."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._seen = log.stat().st_size if log.exists() else 0

    def read(self) -> list[str]:
        """Give the whole lines written since the last call."""
        with self._log.open("rb") as file:
            file.seek(self._seen)
            fresh = file.read()
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._seen += len(whole)
        return whole.decode(errors="replace").splitlines()


def finish(watch: Watch, steps: Sequence[Program]) -> None:
    """Run commands side by side to their end. One that stops early raises with its last line."""
    tails = {step.name: Tail(step.log) for step in steps}
    try:
        for step in steps:
            step.start()
        for _turn in watch.turns():
            if not [step for step in steps if step.is_alive()]:
                break
    finally:
        for step in steps:
            step.stop()
    for step in steps:
        _check(step, tails[step.name].read())


def narrate(watch: Watch, step: Program, *, hold_back: str) -> list[str]:
    """Run one command, say its lines as they come, and give those that start with `hold_back`."""
    tail = Tail(step.log)
    lines: list[str] = []
    try:
        step.start()
        for _turn in watch.turns():
            alive = step.is_alive()
            lines += _say_all_but(hold_back, tail.read())
            if not alive:
                break
    finally:
        step.stop()
    _check(step, lines)
    return [line for line in lines if line.startswith(hold_back)]


def _say_all_but(hold_back: str, lines: list[str]) -> list[str]:
    for line in lines:
        if not line.startswith(hold_back):
            say(line)
    return lines


def _check(step: Program, lines: list[str]) -> None:
    if step.status:
        last = lines[-1] if lines else "it said nothing"
        raise EmbeddedError(f"{step.name} stopped: {last} (all of it in {step.log})")
