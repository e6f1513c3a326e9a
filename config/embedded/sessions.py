"""Embedded servers for the length of one command."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from config.embedded.folders import sealing_key, secret_key
from config.embedded.postgres import PostgreSQL, database_url
from config.embedded.servers import Server
from config.embedded.valkey import Valkey, broker_url


def missing_servers(folder: Path) -> list[Server]:
    """Name the servers the environment does not bring: those that Holdfast starts itself."""
    servers: list[Server] = []
    if os.environ.get("DATABASE_URL", database_url(folder)) == database_url(folder):
        servers.append(PostgreSQL(folder))
    if os.environ.get("BROKER_URL", broker_url(folder)) == broker_url(folder):
        servers.append(Valkey(folder))
    return servers


def point_environment_at(folder: Path) -> None:
    """Name the folder's own servers and keys in the environment, where it names none."""
    os.environ.setdefault("DATABASE_URL", database_url(folder))
    os.environ.setdefault("BROKER_URL", broker_url(folder))
    if "SECRET_KEY_FILE" not in os.environ:
        os.environ.setdefault("SECRET_KEY", secret_key(folder))
    if "SEALING_KEY_FILE" not in os.environ:
        os.environ.setdefault("SEALING_KEY", sealing_key(folder))


@contextmanager
def ensure(folder: Path) -> Iterator[None]:
    """Keep the embedded servers up inside the block: found running, or started and stopped again.

    A polite kill unwinds the block too, so that no server stays behind.
    """
    signal.signal(signal.SIGTERM, _unwind)
    with ExitStack() as stack:
        for server in missing_servers(folder):
            stack.enter_context(server)
        yield


def _unwind(_number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + signal.SIGTERM)
