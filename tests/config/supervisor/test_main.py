import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import CHECKOUT, EmbeddedError
from config.supervisor.__main__ import only_supervisor


def test_a_data_folder_has_one_supervisor(tmp_path: Path) -> None:
    with only_supervisor(tmp_path), pytest.raises(EmbeddedError, match="already runs on"), only_supervisor(tmp_path):
        raise AssertionError


def test_a_data_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with only_supervisor(tmp_path):
            assert tmp_path.joinpath("locks", "supervisor").exists()


def test_an_unknown_word_is_answered_with_the_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.supervisor", "dance"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "usage: python -m config.supervisor demo\n")


def test_a_reader_that_went_away_stops_nothing() -> None:
    """`make demo | head -1` keeps running."""
    script = "from config.supervisor.voice import say\nfor n in range(5000): say(str(n))"
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.close()
        assert (process.wait(), process.stderr.read() if process.stderr else b"") == (0, b"")
