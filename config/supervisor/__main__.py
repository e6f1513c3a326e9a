"""`python -m config.supervisor demo`, as `make demo` runs it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded import EmbeddedError, data_folder
from config.embedded.folders import open_data_folder
from config.embedded.locks import try_alone
from config.supervisor.demo import READY_FILE, Demo
from config.supervisor.orphans import end_orphans
from config.supervisor.ports import web_port
from config.supervisor.voice import say
from config.supervisor.watch import StopAskedError, Watch

USAGE = "usage: python -m config.supervisor demo"


def main() -> int:
    if sys.argv[1:] != ["demo"]:
        say(USAGE)
        return 2
    folder = data_folder()
    try:
        with only_supervisor(folder):
            run_demo(folder)
    except EmbeddedError as error:
        say(f"Stopped: {error}")
        return 1
    return 0


@contextmanager
def only_supervisor(folder: Path) -> Iterator[None]:
    """Hold the data folder for this supervisor alone."""
    open_data_folder(folder)
    folder.joinpath("locks").mkdir(mode=0o700, exist_ok=True)
    handle = try_alone(folder / "locks" / "supervisor")
    if handle is None:
        raise EmbeddedError(f"Holdfast already runs on {folder}; stop that one, or set another HOLDFAST_DATA.")
    try:
        yield
    finally:
        os.close(handle)


def run_demo(folder: Path) -> None:
    """Run the demo until somebody asks to stop, then stop it in order."""
    watch = Watch()
    watch.listen()
    ready = folder / READY_FILE
    ready.unlink(missing_ok=True)
    if end_orphans(folder):
        say("Ended what an interrupted run had left.")
    try:
        Demo(folder=folder, port=web_port(), watch=watch).run()
    except StopAskedError:
        say("Stopping.")
    finally:
        ready.unlink(missing_ok=True)
        watch.stop()
    say(f"Stopped. The data stay in {folder}.")


if __name__ == "__main__":
    sys.exit(main())
