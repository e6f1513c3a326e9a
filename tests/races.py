"""Several people at the same moment: each act in a thread and a connection of its own."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from teams.domain.errors import RefusalError

LONG = bool(os.environ.get("HOLDFAST_LONG"))
ROUNDS = range(200 if LONG else 20)
FEW_ROUNDS = range(50 if LONG else 4)  # for the relatives of a race that is run in full
PATIENCE = 20  # seconds


def race[Result](*acts: Callable[[], Result]) -> list[Result | RefusalError]:
    """Start all `acts` at once and return what each returned or was refused with, in their order.

    Whatever else an act raises, a deadlock above all, is raised here.
    """
    start = Barrier(len(acts))

    def run(act: Callable[[], Result]) -> Result | RefusalError:
        try:
            start.wait(PATIENCE)
            return act()
        except RefusalError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result(PATIENCE) for future in [threads.submit(run, act) for act in acts]]
