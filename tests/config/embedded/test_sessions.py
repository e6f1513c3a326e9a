"""Servers for the length of one command."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import (
    CHECKOUT,
    PostgreSQL,
    Valkey,
    broker_url,
    database_url,
    missing_servers,
    point_environment_at,
)
from tests.config.embedded.conftest import Run, first_line

COMMAND = """
import sys
from pathlib import Path
from config.embedded import ensure
with ensure(Path(sys.argv[1])):
    print("up", flush=True)
    sys.stdin.read()
"""
SERVER_VARIABLES = ("DATABASE_URL", "BROKER_URL", "SECRET_KEY", "SEALING_KEY")


@pytest.fixture(autouse=True)
def no_servers_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SERVER_VARIABLES:
        monkeypatch.delenv(name, raising=False)


def alive(folder: Path) -> tuple[bool, bool]:
    return PostgreSQL(folder).is_alive(), Valkey(folder).is_alive()


def test_servers_are_up_for_the_length_of_a_command(used_folder: Path, run: Run) -> None:
    command = run(COMMAND, used_folder)
    first_line(command)
    during = alive(used_folder)
    command.communicate()
    assert (during, alive(used_folder)) == ((True, True), (False, False))


def test_a_polite_kill_takes_the_servers_down_too(used_folder: Path, run: Run) -> None:
    command = run(COMMAND, used_folder)
    first_line(command)
    command.send_signal(signal.SIGTERM)
    command.communicate()
    assert (command.returncode, alive(used_folder)) == (143, (False, False))


def test_servers_found_running_are_left_running(used_folder: Path, run: Run) -> None:
    with PostgreSQL(used_folder), Valkey(used_folder):
        run(COMMAND, used_folder).communicate()
        assert alive(used_folder) == (True, True)


@pytest.mark.parametrize(
    ("brought", "missing"),
    [
        ({}, ["postgres", "valkey"]),
        ({"DATABASE_URL": "postgresql://elsewhere/holdfast"}, ["valkey"]),
        ({"BROKER_URL": "amqp://elsewhere"}, ["postgres"]),
        ({"DATABASE_URL": "postgresql://elsewhere/holdfast", "BROKER_URL": "amqp://elsewhere"}, []),
    ],
)
def test_servers_the_environment_brings_are_not_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, brought: dict[str, str], missing: list[str]
) -> None:
    for name, value in brought.items():
        monkeypatch.setenv(name, value)
    assert [server.name for server in missing_servers(tmp_path)] == missing


def test_the_environment_is_pointed_at_the_folders_own_servers(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(os, "environ", {})
    point_environment_at(folder)
    assert os.environ == {
        "DATABASE_URL": database_url(folder),
        "BROKER_URL": broker_url(folder),
        "SECRET_KEY": folder.joinpath("secret_key").read_text(),
        "SEALING_KEY": folder.joinpath("sealing_key").read_text(),
    }


def test_what_the_environment_names_is_kept(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    theirs = {
        "DATABASE_URL": "postgresql:///theirs",
        "BROKER_URL": "amqp://",
        "SECRET_KEY_FILE": "/run/key",
        "SEALING_KEY_FILE": "/run/seal",
    }
    monkeypatch.setattr(os, "environ", dict(theirs))
    point_environment_at(folder)
    assert os.environ == theirs


def test_help_needs_no_servers(folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in SERVER_VARIABLES}
    subprocess.run(
        [sys.executable, CHECKOUT / "manage.py", "migrate", "--help"],
        env=environment | {"HOLDFAST_DATA": str(folder)},
        check=True,
        capture_output=True,
    )
    assert not folder.joinpath("postgres").exists()
