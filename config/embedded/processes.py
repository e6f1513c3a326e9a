"""Facts about running processes, read from the kernel and never guessed from a number alone."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

PROC = Path("/proc")


def command_line(pid: int) -> str:
    """Give the command line of a live process; empty when it is gone or a zombie."""
    if not PROC.joinpath("self").exists():
        return _ask_ps(pid)
    try:
        return PROC.joinpath(str(pid), "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _ask_ps(pid: int) -> str:
    """Ask `ps`, on systems without /proc."""
    state, _, command = subprocess.run(  # noqa: S603 - fixed program, a number as argument
        ["ps", "-ww", "-o", "stat=,command=", "-p", str(pid)],  # noqa: S607 - where ps lives differs by system
        capture_output=True,
        text=True,
        check=False,
    ).stdout.partition(" ")
    return "" if state.startswith("Z") else command.strip()


def is_running(pid: int, *, mentions: Path) -> bool:
    """Tell whether `pid` is alive and its command line names the path `mentions`."""
    return str(mentions) in command_line(pid)


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.02) -> bool:
    """Poll `condition`; False when it did not come true within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def send(pid: int, signal_number: int) -> None:
    """Send a signal; a process already gone is no error."""
    try:
        os.kill(pid, signal_number)
    except ProcessLookupError:
        return
