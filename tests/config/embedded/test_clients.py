"""Which pg_dump writes a backup."""

import stat
from pathlib import Path

import pytest

from config.embedded import EmbeddedError
from config.embedded.clients import NEEDED, client_programs


def programs(folder: Path, version: int) -> Path:
    """Client programs that only know their version."""
    folder.mkdir()
    for name in NEEDED:
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}.1'\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The version of the year 2040, which nobody else has."""
    folder = programs(tmp_path / "chosen", 33)
    monkeypatch.setenv("HOLDFAST_POSTGRES_BIN", str(folder))
    return folder


def test_no_program_is_older_than_its_server(chosen: Path) -> None:
    assert client_programs(33) == client_programs(32) == chosen


def test_the_oldest_that_fits_is_taken(chosen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = programs(tmp_path / "found", 32)
    monkeypatch.setenv("PATH", str(older), prepend=":")

    assert (client_programs(31), client_programs(33)) == (older, chosen)


def test_a_folder_without_all_of_them_does_not_count(chosen: Path) -> None:
    chosen.joinpath("psql").unlink()

    with pytest.raises(EmbeddedError, match="No pg_dump for PostgreSQL 33 was found"):
        client_programs(33)


def test_the_wheel_brings_them_for_the_embedded_server() -> None:
    assert client_programs(18).joinpath("pg_restore").exists()
