"""One throwaway PostgreSQL for the whole test run, up before pytest-django reads the settings.

The process that starts the run starts it; xdist's workers find its address in the environment. DATABASE_URL
takes another server instead, HOLDFAST_POSTGRES_BIN another engine.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from config.embedded import PostgreSQL, database_url

_running: list[PostgreSQL] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    os.environ.setdefault("SECRET_KEY", "only-for-tests-and-known-to-everybody")
    os.environ.setdefault("BROKER_URL", "memory://")
    os.environ.setdefault("HOLDFAST_PLAIN_STATIC", "1")
    if "DATABASE_URL" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="holdfast-tests-"))
    server = PostgreSQL(folder, fsync=False)
    server.start()
    _running.append(server)
    os.environ["DATABASE_URL"] = database_url(folder)


def pytest_unconfigure() -> None:
    while _running:
        server = _running.pop()
        server.stop()
        shutil.rmtree(server.folder)
        del os.environ["DATABASE_URL"]
