"""A short round of random kills; `make faults` is the long one. A seed that broke something is tried again with it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.backups import write_backup
from config.embedded import CHECKOUT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults")]

SECONDS = "20"


def test_whatever_dies_nothing_is_lost_and_nothing_doubled(transactional_db: None, tmp_path: Path) -> None:
    write_backup(tmp_path / "start")
    round_ = subprocess.run(
        [sys.executable, "-m", "tests.faults.random_kills"],
        cwd=CHECKOUT,
        env={"HOLDFAST_FAULT_SECONDS": SECONDS, **os.environ, "HOLDFAST_FAULT_START": str(tmp_path / "start")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert round_.returncode == 0, round_.stdout + round_.stderr
