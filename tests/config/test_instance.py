import os
import stat
from pathlib import Path

import pytest

from config.instance import recall, remember

KEPT = {"DATABASE_URL": "postgresql:///ours", "HOLDFAST_REHEARSAL": "1"}


def test_kept_variables_come_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "environ", {})
    remember(tmp_path, KEPT)
    recall(tmp_path)
    assert os.environ == KEPT


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "environ", {"HOLDFAST_REHEARSAL": "0"})
    remember(tmp_path, KEPT)
    recall(tmp_path)
    assert os.environ["HOLDFAST_REHEARSAL"] == "0"


def test_another_database_is_another_instance(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "environ", {"DATABASE_URL": "postgresql:///theirs"})
    remember(tmp_path, KEPT)
    recall(tmp_path)
    assert os.environ == {"DATABASE_URL": "postgresql:///theirs"}


def test_a_folder_that_kept_nothing_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "environ", {})
    recall(tmp_path)
    assert os.environ == {}


def test_kept_variables_are_private(tmp_path: Path) -> None:
    remember(tmp_path, KEPT)
    assert stat.S_IMODE(tmp_path.joinpath("instance.json").stat().st_mode) == 0o600
