"""Both servers, through every way a start and an end can go."""

import os
import signal
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
import redis

from config.embedded import PostgreSQL, Valkey, broker_url, database_url
from config.embedded.processes import wait_until
from config.embedded.servers import Server
from tests.config.embedded.conftest import Run, first_line

RACERS = 24 if os.environ.get("HOLDFAST_LONG") else 6

START_AND_WAIT = """
import sys
from pathlib import Path
from config import embedded
server = getattr(embedded, sys.argv[1])(Path(sys.argv[2]))
server.start()
print(server.pid(), flush=True)
sys.stdin.read()
server.stop()
"""


class Case(Protocol):
    """One server and a fact kept in it."""

    kind: type[Server]

    def write(self, folder: Path) -> None: ...

    def read(self, folder: Path) -> str: ...


class Database:
    kind: type[Server] = PostgreSQL

    def write(self, folder: Path) -> None:
        with psycopg.connect(database_url(folder)) as connection:
            connection.execute("create table facts as select 'kept' as fact")

    def read(self, folder: Path) -> str:
        with psycopg.connect(database_url(folder)) as connection:
            return str(connection.execute("select fact from facts").fetchall()[0][0])


class Broker:
    kind: type[Server] = Valkey

    def write(self, folder: Path) -> None:
        with self._client(folder) as client:
            client.set("fact", "kept")

    def read(self, folder: Path) -> str:
        with self._client(folder) as client:
            return str(client.get("fact"))

    def _client(self, folder: Path) -> redis.Redis:
        path = broker_url(folder).removeprefix("redis+socket://")
        return redis.Redis(unix_socket_path=path, decode_responses=True)


@pytest.fixture(params=[Database(), Broker()], ids=["postgres", "valkey"])
def case(request: pytest.FixtureRequest) -> Case:
    case: Case = request.param
    return case


def kill(server: Server) -> int:
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_server_is_ready_after_its_start_and_gone_after_its_stop(case: Case, folder: Path) -> None:
    server = case.kind(folder)
    server.start()
    ready = server.is_ready()
    server.stop()
    assert (ready, server.is_ready(), server.is_alive()) == (True, False, False)


def test_data_survive_a_stop(case: Case, used_folder: Path) -> None:
    with case.kind(used_folder):
        case.write(used_folder)
    with case.kind(used_folder):
        assert case.read(used_folder) == "kept"


def test_a_killed_server_comes_back_with_its_data(case: Case, used_folder: Path) -> None:
    with case.kind(used_folder) as server:
        case.write(used_folder)
        kill(server)
        server.start()
        assert case.read(used_folder) == "kept"


def test_a_killed_server_is_not_mistaken_for_a_live_one(case: Case, used_folder: Path) -> None:
    with case.kind(used_folder) as server:
        kill(server)
        assert wait_until(lambda: not server.is_alive(), seconds=30)


def test_a_server_outlives_its_killed_launcher_and_is_adopted(case: Case, used_folder: Path, run: Run) -> None:
    launcher = run(START_AND_WAIT, case.kind.__name__, used_folder)
    pid = int(first_line(launcher))
    launcher.kill()
    launcher.wait()
    with case.kind(used_folder) as adopted:
        assert adopted.pid() == pid


def test_an_adopted_server_is_stopped(case: Case, used_folder: Path, run: Run) -> None:
    launcher = run(START_AND_WAIT, case.kind.__name__, used_folder)
    first_line(launcher)
    launcher.kill()
    launcher.wait()
    adopted = case.kind(used_folder)
    adopted.start()
    adopted.stop()
    assert not adopted.is_alive()


def test_server_and_launcher_killed_together_leave_nothing_in_the_way(case: Case, used_folder: Path, run: Run) -> None:
    launcher = run(START_AND_WAIT, case.kind.__name__, used_folder)
    first_line(launcher)
    case.write(used_folder)
    launcher.kill()
    kill(case.kind(used_folder))
    launcher.wait()
    with case.kind(used_folder):
        assert case.read(used_folder) == "kept"


def test_a_reused_number_in_the_pid_file_is_not_taken_for_the_server(case: Case, used_folder: Path) -> None:
    with case.kind(used_folder) as server:
        home = server.home
    for name in ("data/postmaster.pid", "valkey.pid"):
        if home.joinpath(name).parent.exists():
            home.joinpath(name).write_text(f"{os.getpid()}\n")
    with case.kind(used_folder) as server:
        assert server.pid() != os.getpid()


def test_racing_starts_get_one_server(case: Case, folder: Path, run: Run) -> None:
    racers = [run(START_AND_WAIT, case.kind.__name__, folder) for _ in range(RACERS)]
    pids = {first_line(racer) for racer in racers}
    assert len(pids) == 1


def test_the_last_user_stops_the_server(case: Case, used_folder: Path, run: Run) -> None:
    first, last = (run(START_AND_WAIT, case.kind.__name__, used_folder) for _ in range(2))
    for user in (first, last):
        first_line(user)
    alive = []
    for user in (first, last):
        user.communicate()
        alive.append(case.kind(used_folder).is_alive())
    assert alive == [True, False]


def test_a_server_holds_no_pipe_of_its_launcher(case: Case, used_folder: Path, run: Run) -> None:
    """`make demo | tee` would never end if it did: the output is at its end although the server lives."""
    launcher = run(START_AND_WAIT, case.kind.__name__, used_folder)
    first_line(launcher)
    launcher.kill()
    launcher.communicate(timeout=60)
    assert case.kind(used_folder).is_alive()


def test_a_server_lives_in_its_own_session(case: Case, used_folder: Path) -> None:
    """Ctrl-C in a terminal reaches the launcher's session only."""
    with case.kind(used_folder) as server:
        assert os.getsid(server.pid() or 0) == server.pid()


def test_a_server_never_runs_as_root(case: Case, used_folder: Path) -> None:
    with case.kind(used_folder) as server:
        assert server.home.stat().st_uid != 0 or os.geteuid() != 0
        assert Path(f"/proc/{server.pid()}").stat().st_uid == server.home.stat().st_uid
