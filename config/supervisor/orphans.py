"""Ends what an earlier supervisor of the same folder left running when it was killed itself.

Every child carries a mark in its environment: the folder and a number drawn anew for each run. Only a process
that carries the mark of this folder's last run is touched. Where the kernel shows no environments (no /proc),
nothing is.
"""

import os
import secrets
import signal
from pathlib import Path

from config.embedded.processes import PROC, send, wait_until

VARIABLE = "HOLDFAST_SUPERVISED"
POLITE_SECONDS = 5


def new_mark(folder: Path) -> str:
    """Draw the mark of a new run and keep it for the next one."""
    mark = f"{secrets.token_hex(16)}:{folder}"
    path = _mark_file(folder)
    path.touch(mode=0o600)
    path.write_text(mark)
    return mark


def end_orphans(folder: Path) -> int:
    """End the processes of the last run and say how many there were."""
    path = _mark_file(folder)
    if not path.exists():
        return 0
    mark = path.read_text()
    found = _carrying(mark)
    for pid in found:
        if os.getsid(pid) == pid:  # the head of a session ends its own children
            send(pid, signal.SIGTERM)
    wait_until(lambda: not _carrying(mark), seconds=POLITE_SECONDS, pause=0.1)
    for pid in _carrying(mark):
        send(pid, signal.SIGKILL)
    return len(found)


def _mark_file(folder: Path) -> Path:
    return folder / "locks" / "supervisor.mark"


def _carrying(mark: str) -> list[int]:
    wanted = f"{VARIABLE}={mark}".encode()
    numbers = [int(path.name) for path in PROC.glob("[0-9]*")]
    return [pid for pid in numbers if wanted in _environment(pid)]


def _environment(pid: int) -> list[bytes]:
    try:
        return PROC.joinpath(str(pid), "environ").read_bytes().split(b"\0")
    except OSError:  # gone, or somebody else's
        return []
