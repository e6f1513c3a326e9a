"""Where the servers keep their files, and what they leave alone."""

import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded import (
    CHECKOUT,
    EmbeddedError,
    PostgreSQL,
    Valkey,
    broker_url,
    data_folder,
    database_url,
    folders,
    secret_key,
)
from tests.config.embedded.conftest import Run, tidy


@pytest.fixture
def closed_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home only its owner may enter, and a place elsewhere for what root's servers keep instead."""
    home = Path(tempfile.mkdtemp(prefix="holdfast-home-"))
    shared = Path(tempfile.mkdtemp(prefix="holdfast-shared-"))
    shared.chmod(0o711)
    monkeypatch.setattr(folders, "SHARED", shared)
    yield home
    shutil.rmtree(home)
    shutil.rmtree(shared)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_data_folder_is_in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOLDFAST_DATA", raising=False)
    assert data_folder() == CHECKOUT / ".data"


def test_the_data_folder_may_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOLDFAST_DATA", str(tmp_path / "elsewhere"))
    assert data_folder() == tmp_path.resolve() / "elsewhere"


def test_addresses_name_sockets_below_the_data_folder() -> None:
    folder = Path("/srv/holdfast")
    assert (database_url(folder), broker_url(folder)) == (
        "postgresql://holdfast@/holdfast?host=/srv/holdfast/postgres/socket",
        "redis+socket:///srv/holdfast/valkey/socket/valkey.sock",
    )


def test_an_address_quotes_what_an_address_may_not_hold() -> None:
    assert database_url(Path("/srv/a b&c")) == ("postgresql://holdfast@/holdfast?host=/srv/a%20b%26c/postgres/socket")


@pytest.mark.parametrize("depth", [60, 90, 120, 200])
def test_sockets_of_long_folders_stay_within_the_kernels_limit(depth: int) -> None:
    folder = Path("/") / ("x" * depth)
    socket = Path(database_url(folder).partition("host=")[2]) / ".s.PGSQL.5432"
    assert len(str(socket)) <= 103


def test_servers_of_a_long_folder_answer(folder: Path) -> None:
    deep = folder / ("long-" * 30)
    with PostgreSQL(deep) as database, Valkey(deep) as broker:
        ready = database.is_ready(), broker.is_ready()
    for name in ("postgres", "valkey"):
        Path(folders.socket_folder(deep, name, socket=".s.PGSQL.5432")).rmdir()
    tidy(deep)
    assert ready == (True, True)


def test_a_strangers_socket_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with pytest.raises(EmbeddedError, match="belongs to somebody else"):
        folders.make_socket_folder(tmp_path)


def test_the_server_is_reached_by_its_socket_only(used_folder: Path) -> None:
    with PostgreSQL(used_folder), psycopg.connect(database_url(used_folder)) as connection:
        settings = connection.execute(
            "select current_setting('listen_addresses'), current_setting('unix_socket_permissions')"
        ).fetchone()
    assert settings == ("", "0700")


def test_socket_and_data_are_closed_to_others(used_folder: Path) -> None:
    with PostgreSQL(used_folder) as server:
        modes = {mode(server.home), mode(server.home / "socket"), mode(server.home / "data")}
    assert modes == {0o700}


def test_a_folder_with_somebodys_files_keeps_its_mode(closed_home: Path) -> None:
    closed_home.joinpath("theirs").touch()
    folders.open_data_folder(closed_home)
    assert mode(closed_home) == 0o700


def test_servers_run_below_a_closed_home_and_change_no_mode_above_the_data(closed_home: Path) -> None:
    closed_home.joinpath("theirs").touch()
    folder = closed_home / "data"
    with PostgreSQL(folder) as database, Valkey(folder) as broker:
        ready = database.is_ready(), broker.is_ready()
    assert (ready, mode(closed_home)) == ((True, True), 0o700)


def test_data_below_a_closed_home_are_found_again(closed_home: Path) -> None:
    folder = closed_home / "data"
    closed_home.joinpath("theirs").touch()
    with PostgreSQL(folder), psycopg.connect(database_url(folder)) as connection:
        connection.execute("create table kept ()")
    with PostgreSQL(folder), psycopg.connect(database_url(folder)) as connection:
        assert connection.execute("select * from kept").fetchall() == []


def test_the_secret_key_is_made_once_and_kept_private(folder: Path) -> None:
    assert secret_key(folder) == secret_key(folder)
    assert (len(secret_key(folder)), mode(folder / "secret_key")) == (64, 0o600)


def test_racing_readers_of_the_secret_key_agree(folder: Path, run: Run) -> None:
    script = (
        "import sys; from pathlib import Path; from config.embedded import secret_key;"
        "print(secret_key(Path(sys.argv[1])))"
    )
    readers = [run(script, folder) for _ in range(4)]
    assert {reader.communicate()[0].strip() for reader in readers} == {secret_key(folder)}


def test_an_ordinary_user_runs_the_server_as_themself(folder: Path, run: Run) -> None:
    """Root drops to another user after the imports: the interpreter itself may lie under root's home."""
    script = """
import os, pwd, sys
from pathlib import Path
from config.embedded import PostgreSQL, engines
folder = Path(sys.argv[1])
os.environ["HOLDFAST_POSTGRES_BIN"] = str(engines.postgres_programs(folder))
if os.geteuid() == 0:
    user = pwd.getpwnam("daemon")
    os.chown(folder, user.pw_uid, user.pw_gid)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
with PostgreSQL(folder) as server:
    print(server.is_ready(), Path(f"/proc/{server.pid()}").stat().st_uid == os.geteuid() != 0)
"""
    assert run(script, folder).communicate()[0] == "True True\n"
