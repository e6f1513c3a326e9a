"""A workload beside its floor: both in the same rounds, in CPU and wall, so that busy neighbours slow them alike."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.db import connection

type Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds a call: CPU of this process and of its database server process, and wall time."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Medians over the rounds of one workload and its floor. ``of``: how many rows there were."""

    name: str
    of: str
    workload: Cost
    floor: Cost

    @property
    def cpu_ratio(self) -> float:
        return self.workload.cpu / self.floor.cpu

    @property
    def wall_ratio(self) -> float:
        return self.workload.wall / self.floor.wall


def side_by_side(name: str, *, of: str, workload: Act, floor: Act, rounds: int = 9, calls: int = 10) -> Comparison:
    """Measure both, alternating, ``calls`` times each a round, after one round that does not count."""
    costs = [(cost(workload, calls), cost(floor, calls)) for _ in range(rounds + 1)][1:]
    workloads, floors = zip(*costs, strict=True)
    return Comparison(name, of=of, workload=middle(workloads), floor=middle(floors))


def middle(costs: Sequence[Cost]) -> Cost:
    return Cost(cpu=median(cost.cpu for cost in costs), wall=median(cost.wall for cost in costs))


def cost(act: Act, calls: int = 1) -> Cost:
    """Call ``act`` so many times; what one call cost."""
    database = _database_process()
    began, cpu = time.perf_counter(), _cpu_seconds(database)
    for _ in range(calls):
        act()
    wall, cpu = time.perf_counter() - began, _cpu_seconds(database) - cpu
    return Cost(cpu=1000 * cpu / calls, wall=1000 * wall / calls)


def _cpu_seconds(database: Path) -> float:
    """Of this process, and of the server process when it runs on this machine."""
    nanoseconds = int(database.read_text().split()[0]) if database.exists() else 0
    return time.process_time() + nanoseconds / 1e9


def _database_process() -> Path:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
