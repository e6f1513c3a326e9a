"""What a demo tells later commands on the same data folder: its address, mailbox and rehearsal mark."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

FILE = "instance.json"


def remember(folder: Path, values: Mapping[str, str]) -> None:
    """Keep environment variables for the commands that follow; readable by the owner only."""
    draft = folder / f"{FILE}.new"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(dict(values), indent=1))
    draft.replace(folder / FILE)


def recall(folder: Path) -> None:
    """Put the kept variables where the environment names none.

    An environment that names another database is another instance, and is left alone.
    """
    path = folder / FILE
    if not path.exists():
        return
    kept: dict[str, str] = json.loads(path.read_text())
    if os.environ.get("DATABASE_URL", kept["DATABASE_URL"]) == kept["DATABASE_URL"]:
        for name, value in kept.items():
            os.environ.setdefault(name, value)
