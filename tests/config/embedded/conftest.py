"""A data folder of its own for each test, and programs that use it from other processes."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from config.embedded import CHECKOUT, PostgreSQL, Valkey


class Run(Protocol):
    """Starts a script in another process."""

    def __call__(self, script: str, *arguments: str | Path, **environment: str) -> subprocess.Popen[str]: ...


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder straight below the temporary one: pytest's own are closed to the account of the servers."""
    made = Path(tempfile.mkdtemp(prefix="holdfast-embedded-"))
    made.chmod(0o711)
    yield made
    tidy(made)


@pytest.fixture(scope="session")
def initialised() -> Iterator[Path]:
    """The data directory of a PostgreSQL that ran once: making one costs a second, copying it a tenth."""
    made = Path(tempfile.mkdtemp(prefix="holdfast-embedded-"))
    with PostgreSQL(made) as server:
        data = server.data
    yield data
    tidy(made)


@pytest.fixture
def used_folder(folder: Path, initialised: Path) -> Path:
    """A data folder whose PostgreSQL has run before."""
    subprocess.run(["cp", "-a", initialised, PostgreSQL(folder).home], check=True)
    return folder


def tidy(folder: Path) -> None:
    for server in (PostgreSQL(folder), Valkey(folder)):
        if folder.joinpath(server.name).exists():
            server.stop()
    shutil.rmtree(folder)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    line: str = process.stdout.readline()
    return line


@pytest.fixture
def run() -> Iterator[Run]:
    """Runs Python in another process, with pipes on both ends; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def run_script(script: str, *arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", script, *arguments],
            cwd=CHECKOUT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield run_script
    for process in started:
        process.kill()
        process.communicate()
