"""One throwaway PostgreSQL for the whole test run, up before pytest-django reads the settings.

The process that starts the run starts it; xdist's workers find its address in the environment. DATABASE_URL
takes another server instead, HOLDFAST_POSTGRES_BIN another engine.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from config.embedded import PostgreSQL, database_url
from config.embedded.locks import alone

TEMPORARY = Path(tempfile.gettempdir())
PREFIX = f"holdfast-tests-{os.geteuid()}-"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    os.environ.setdefault("SECRET_KEY", "only-for-tests-and-known-to-everybody")
    os.environ.setdefault("SEALING_KEY", "b25seS1mb3ItdGVzdHMtYW5kLWtub3duLXRvLWFsbC4=")
    os.environ.setdefault("BROKER_URL", "memory://")
    os.environ.setdefault("HOLDFAST_PLAIN_STATIC", "1")
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = database_url(start_throwaway().folder)


def start_throwaway() -> PostgreSQL:
    """Start a server for this process, which takes it down again at its end, however that comes."""
    with alone(TEMPORARY / f"{PREFIX}lock"):
        for leftover in TEMPORARY.glob(f"{PREFIX}*/"):
            take_down(PostgreSQL(leftover))
        server = PostgreSQL(Path(tempfile.mkdtemp(prefix=PREFIX)), fsync=False)
        server.start()
    atexit.register(take_down, server)
    return server


def take_down(server: PostgreSQL) -> None:
    """Stop a server and remove its files, unless a test run still uses it."""
    server.stop()
    if not server.is_alive():
        shutil.rmtree(server.folder, ignore_errors=True)  # another run may be clearing up too
