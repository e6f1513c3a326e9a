"""Kills the parts of a whole installation at random instants, brings them back, and judges what is left.

`python -m tests.faults.random_kills`, as `make faults` runs it: for HOLDFAST_FAULT_SECONDS (600) by the seed
HOLDFAST_FAULT_SEED (printed; a new one by default). With HOLDFAST_FAULT_START, a backup of an empty database, it need
not make its tables first.
"""

import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from config.embedded import PostgreSQL, database_url
from tests.parts import Broker, MortalServer, running_broker


def main() -> int:
    seconds = float(os.environ.get("HOLDFAST_FAULT_SECONDS", "600"))
    seed = int(os.environ.get("HOLDFAST_FAULT_SEED") or secrets.randbelow(10**6))
    print(f"Random kills for {seconds:.0f} s, HOLDFAST_FAULT_SEED={seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="holdfast-faults-"))
    folder.chmod(0o711)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # unwinds: no part stays behind
    try:
        with MortalServer(folder) as server, running_broker() as broker:
            return live(server=server, broker=broker, seconds=seconds, random=Random(seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def live(*, server: PostgreSQL, broker: Broker, seconds: float, random: Random) -> int:
    """One round on these servers; 0 when nothing is wrong."""
    set_environment(server, broker)
    from tests.faults.installation import Installation  # noqa: PLC0415 - it reads the settings

    installation = Installation(server=server, broker=broker, folder=server.folder, random=random)
    installation.start()
    faults: Counter[str] = Counter()
    try:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            faults[installation.suffer()] += 1
            installation.work_for(random.uniform(0.5, 4))
        verdict = installation.come_to_rest()
    finally:
        installation.stop()
    print(f"{faults.total()} faults: " + ", ".join(f"{count} {name}" for name, count in sorted(faults.items())))
    print(verdict, *verdict.wrong, sep="\n", flush=True)
    return 1 if verdict.wrong else 0


def set_environment(server: PostgreSQL, broker: Broker) -> None:
    """All that the parts read, before Django reads it here."""
    os.environ |= {
        "DATABASE_URL": database_url(server.folder),
        "BROKER_URL": broker.url,
        "HOLDFAST_REHEARSAL": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "WARNING",
    }
    os.environ.setdefault("SECRET_KEY", "only-for-tests-and-known-to-everybody")
    os.environ.setdefault("SEALING_KEY", "b25seS1mb3ItdGVzdHMtYW5kLWtub3duLXRvLWFsbC4=")
    os.environ.setdefault("HOLDFAST_PLAIN_STATIC", "1")
    import django  # noqa: PLC0415 - only now the environment is set

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
