"""Locks between processes. The kernel lets go of them when their process dies, whatever killed it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process is inside the same lock file, then hold it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def try_alone(path: Path) -> int | None:
    """Take the lock file at once and give its open handle; None when another process holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


class Share:
    """A seat at a table that many processes may sit at; whoever leaves last is told so."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> None:
        """Take a seat, once."""
        if self._handle is None:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._handle, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Give the seat up; True when nobody else is seated. Call it inside `alone`."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        last = try_alone(self._path)
        if last is None:
            return False
        os.close(last)
        return True
