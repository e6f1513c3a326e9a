"""Backups: the whole database in one file, written and read by PostgreSQL's own programs.

Either direction happens whole or not at all. Programs run as whoever calls; passwords travel in the environment.
"""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from config.embedded import EmbeddedError
from config.embedded.clients import client_programs

OURS = "TABLE DATA public reminders_fence"  # a backup without a fence would send everything again
# Nothing of what is there may mix with what comes: one transaction drops the one and writes the other.
EMPTY = "SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
LOCKS = "-c lock_timeout=60s -c statement_timeout=0"  # a worker's transaction ends within its task's 60 s


def write_backup(file: Path) -> None:
    """Write the database to ``file``, readable by its owner only; what was there is replaced at the end."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}-") as folder:
        draft = Path(folder) / "backup"
        draft.touch(mode=0o600)
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}", *_database())
        draft.replace(file)


def read_backup(file: Path) -> None:
    """Put what ``file`` holds in the place of everything in the database. Raises EmbeddedError, nothing changed."""
    if OURS not in _run("pg_restore", "--list", str(file)):
        raise EmbeddedError(f"{file} is not a backup of Holdfast.")
    with tempfile.TemporaryDirectory(prefix="holdfast-restore-") as folder:
        script = Path(folder) / "restore.sql"
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
        how = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
        connection.close()  # its own session must not stand in the way
        _run("psql", *how, f"--command={EMPTY}", f"--file={script}", *_database())


def _database() -> list[str]:
    """The address of Django's database, without its password."""
    known = connection.settings_dict
    given = {"--host": known["HOST"], "--port": known["PORT"], "--username": known["USER"], "--dbname": known["NAME"]}
    return [f"{option}={value}" for option, value in given.items() if value]


def _environment() -> dict[str, str]:
    """libpq's own variables: the password, and each option of DATABASE_URL, such as PGSSLMODE."""
    known = connection.settings_dict
    options = {f"PG{name.upper()}": str(value) for name, value in known["OPTIONS"].items()}
    password = {"PGPASSWORD": known["PASSWORD"]} if known["PASSWORD"] else {}
    return {**os.environ, **options, **password, "PGOPTIONS": LOCKS}


def _run(program: str, *arguments: str) -> str:
    command: Sequence[str | Path] = [client_programs(_server_version()) / program, *arguments]
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
        command, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise EmbeddedError(f"{program} stopped: {done.stderr.strip()}")
    return done.stdout


def _server_version() -> int:
    """The major version of the server: a dump needs a program that is not older."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000
