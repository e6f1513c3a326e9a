import os
import signal
import time

import pytest

from config.embedded.processes import wait_until
from config.supervisor import programs
from config.supervisor.programs import Watched
from tests.config.supervisor.conftest import MakeProgram, number_in, runs

# A head with a child, as a worker with its pool.
FAMILY = ("sh", "-c", "sleep 600 & echo $!; wait")
STUBBORN = ("sh", "-c", "trap '' TERM; echo $$; while true; do sleep 1; done")


def test_a_started_program_is_alive(make_program: MakeProgram) -> None:
    program = make_program("sleep", "60")
    program.start()
    assert program.is_alive()


def test_a_program_that_was_never_started_is_not_alive(make_program: MakeProgram) -> None:
    assert not make_program("sleep", "60").is_alive()


@pytest.mark.parametrize(("command", "status"), [("true", 0), ("exit 3", 3), ("kill -9 $$", -9)])
def test_an_ended_program_keeps_how_it_ended(make_program: MakeProgram, command: str, status: int) -> None:
    program = make_program("sh", "-c", command)
    program.start()
    wait_until(lambda: not program.is_alive(), seconds=30)
    assert program.status == status


def test_a_program_has_its_own_session_and_no_input(make_program: MakeProgram) -> None:
    program = make_program("sh", "-c", "cat; ps -o sid= -p $$")
    program.start()
    assert number_in(program.log) == program.pid


def test_the_children_of_a_killed_program_end_with_it(make_program: MakeProgram) -> None:
    program = make_program(*FAMILY)
    program.start()
    child = number_in(program.log)
    os.kill(program.pid or 0, signal.SIGKILL)
    wait_until(lambda: not program.is_alive(), seconds=30)
    assert wait_until(lambda: not runs(child), seconds=30)


def test_the_children_of_a_stopped_program_end_with_it(make_program: MakeProgram) -> None:
    program = make_program(*FAMILY)
    program.start()
    child = number_in(program.log)
    program.stop()
    assert wait_until(lambda: not runs(child), seconds=30)


def test_a_program_that_will_not_stop_is_killed(make_program: MakeProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "STOP_SECONDS", 0.2)
    program = make_program(*STUBBORN)
    program.start()
    pid = number_in(program.log)
    program.stop()
    assert (runs(pid), program.status) == (False, -signal.SIGKILL)


@pytest.mark.parametrize(("deaths", "seconds"), [(0, 0.0), (1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 8.0), (50, 8.0)])
def test_a_part_that_keeps_dying_waits_longer(make_program: MakeProgram, deaths: int, seconds: float) -> None:
    watched = Watched(make_program("true"), started=time.monotonic() - seconds, deaths=deaths)
    assert (watched.is_due(), watched.wait()) == (True, seconds)


def test_a_part_that_ran_steadily_starts_at_once(make_program: MakeProgram) -> None:
    watched = Watched(make_program("sleep", "60"), started=time.monotonic() - 60, deaths=5)
    watched.restart()
    assert watched.deaths == 1
