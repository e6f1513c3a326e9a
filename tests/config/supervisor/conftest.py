"""Small commands that stand in for the parts of Holdfast."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.embedded.processes import wait_until
from config.supervisor.programs import Program

type MakeProgram = Callable[..., Program]


@pytest.fixture
def make_program(tmp_path: Path) -> Iterator[MakeProgram]:
    """Describes a program; whatever still runs at the end of the test is stopped."""
    made: list[Program] = []

    def make(*command: str, name: str = "part", **environment: str) -> Program:
        log = tmp_path / f"{name}.log"
        made.append(Program(name=name, command=command, environment=os.environ | environment, log=log))
        return made[-1]

    yield make
    for program in made:
        program.stop()


def number_in(log: Path) -> int:
    """The number a stand-in wrote into its log, as soon as it is there."""
    assert wait_until(lambda: log.exists() and log.read_text().endswith("\n"), seconds=30)
    return int(log.read_text().split()[-1])


def runs(pid: int) -> bool:
    """True while the process is alive; a zombie is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
