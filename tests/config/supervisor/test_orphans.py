from pathlib import Path

import pytest

from config.embedded.processes import wait_until
from config.supervisor.orphans import VARIABLE, end_orphans, new_mark
from tests.config.supervisor.conftest import MakeProgram, number_in, runs

LEAVES_A_CHILD = ("setsid", "--fork", "sh", "-c", "echo $$; exec sleep 600")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.joinpath("locks").mkdir()
    return tmp_path


def test_a_first_run_finds_nothing(folder: Path) -> None:
    assert end_orphans(folder) == 0


def test_what_the_last_run_left_is_ended(folder: Path, make_program: MakeProgram) -> None:
    orphan = make_program("sleep", "600", **{VARIABLE: new_mark(folder)})
    orphan.start()
    end_orphans(folder)
    assert wait_until(lambda: not orphan.is_alive(), seconds=30)


def test_children_whose_head_is_gone_are_ended_too(folder: Path, make_program: MakeProgram) -> None:
    parent = make_program(*LEAVES_A_CHILD, **{VARIABLE: new_mark(folder)})
    parent.start()
    child = number_in(parent.log)
    end_orphans(folder)
    assert wait_until(lambda: not runs(child), seconds=30)


@pytest.mark.parametrize("mark", ["", "another", "another:folder"])
def test_a_process_without_this_folders_mark_is_left_alone(folder: Path, make_program: MakeProgram, mark: str) -> None:
    new_mark(folder)
    stranger = make_program("sleep", "60", **{VARIABLE: mark})
    stranger.start()
    end_orphans(folder)
    assert stranger.is_alive()


def test_each_run_has_its_own_mark(folder: Path) -> None:
    assert new_mark(folder) != new_mark(folder)
