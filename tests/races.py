"""Several people at the same moment: each act in a thread and a connection of its own."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import connections

from teams.domain.errors import RefusalError

LONG = bool(os.environ.get("HOLDFAST_LONG"))
ROUNDS = range(200 if LONG else 5)
FEW_ROUNDS = range(50 if LONG else 2)  # for the relatives of a race that is run in full
PATIENCE = 60  # seconds; machines that run tests are slow

type Act = Callable[[], object]


def race[Result](*acts: Callable[[], Result]) -> list[Result | RefusalError]:
    """Start all `acts` at once and return what each returned or was refused with, in their order.

    Whatever else an act raises, a deadlock above all, is raised here.
    """
    with lanes(len(acts)) as threads:
        return run(threads, *acts)


@contextmanager
def lanes(count: int) -> Iterator[ThreadPoolExecutor]:
    """Threads for race after race of `count` acts, so that connections are made once."""
    with ThreadPoolExecutor(count) as threads:
        try:
            yield threads
        finally:
            run(threads, *[connections.close_all] * count)


def run[Result](threads: ThreadPoolExecutor, *acts: Callable[[], Result]) -> list[Result | RefusalError]:
    """`race` in `lanes` for as many acts: the barrier gives each thread exactly one."""
    start = Barrier(len(acts))

    def meet(act: Callable[[], Result]) -> Result | RefusalError:
        start.wait(PATIENCE)
        try:
            return act()
        except RefusalError as refusal:
            return refusal

    return [future.result(PATIENCE) for future in [threads.submit(meet, act) for act in acts]]
