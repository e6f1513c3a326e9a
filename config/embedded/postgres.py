"""The embedded PostgreSQL: on a Unix socket only, its data below the data folder."""

import shutil
import signal
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from config.embedded import engines
from config.embedded.accounts import run
from config.embedded.errors import EmbeddedError
from config.embedded.folders import make_socket_folder, server_folder, socket_folder
from config.embedded.servers import Server

NAME = "holdfast"  # the user and the database
SOCKET = ".s.PGSQL.5432"
# Throwaway data of tests: nothing has to survive a power cut.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def database_url(folder: Path) -> str:
    """Give the address of the folder's PostgreSQL, running or not."""
    return f"postgresql://{NAME}@/{NAME}?host={quote(str(_socket_folder(folder)), safe='/')}"


def _socket_folder(folder: Path) -> Path:
    return socket_folder(folder, PostgreSQL.name, socket=SOCKET)


class PostgreSQL(Server):
    """PostgreSQL for one data folder. `fsync=False` is for data that may be lost."""

    name = "postgres"
    stop_signal = signal.SIGINT  # fast: ends sessions, keeps data
    last_signal = signal.SIGQUIT  # immediate: recovers at the next start

    def __init__(self, folder: Path, *, fsync: bool = True) -> None:
        super().__init__(folder)
        self._fsync = fsync

    @cached_property
    def home(self) -> Path:
        return server_folder(self.folder, self.name)

    @cached_property
    def programs(self) -> Path:
        """The folder of the engine's programs."""
        return engines.postgres_programs(self.folder)

    @property
    def data(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "data"

    def is_ready(self) -> bool:
        if self.recorded_pid() is None:
            return False
        where = _socket_folder(self.folder).resolve()  # its own account may not see the way we came
        return run([self.programs / "pg_isready", "-q", "-h", where, "-d", NAME, "-U", NAME]).returncode == 0

    def recorded_pid(self) -> int | None:
        try:
            first = self.data.joinpath("postmaster.pid").read_text().partition("\n")[0]
        except FileNotFoundError:
            return None
        return int(first) if first.isdigit() else None

    def clear(self) -> None:
        self.data.joinpath("postmaster.pid").unlink(missing_ok=True)

    def prepare(self) -> list[str | Path]:
        if not self.data.exists():
            self._initialise()
        self._check_version()
        sockets = make_socket_folder(_socket_folder(self.folder))
        settings = ["listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700"]
        settings += () if self._fsync else CARELESS
        options = [option for setting in settings for option in ("-c", setting)]
        return [self.programs / "postgres", "-D", self.data, *options]

    def _initialise(self) -> None:
        """Make the data directory and the database, under another name until it is whole."""
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._tool("initdb", "-D", draft, "-U", NAME, "-A", "trust", "-E", "UTF8", *self._locale())
        self._tool("postgres", "--single", "-D", draft, "postgres", stdin=f"CREATE DATABASE {NAME};\n")
        draft.rename(self.data)

    def _locale(self) -> tuple[str, ...]:
        if engines.major_version(self.programs) >= 17:
            return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        return ("--locale=C.UTF-8",)

    def _tool(self, program: str, *arguments: str | Path, stdin: str = "") -> None:
        done = run([self.programs / program, *arguments], stdin=stdin)
        if done.returncode:
            raise EmbeddedError(f"{program} stopped: {(done.stderr or done.stdout).strip()}")

    def _check_version(self) -> None:
        made_by = self.data.joinpath("PG_VERSION").read_text().strip()
        ours = engines.major_version(self.programs)
        if made_by != str(ours):
            raise EmbeddedError(
                f"The database in {self.folder} was made by PostgreSQL {made_by}, this is PostgreSQL {ours}: "
                "dump it with the old one and restore it with this one (docs/operating.md)."
            )
