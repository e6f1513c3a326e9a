"""The organisation's priorities, each as weak as the weakest agreement that serves it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from agreements.domain.agreements import Health, worst
from agreements.reports.dashboard.links import agreement_rows
from agreements.reports.dashboard.standing import Served


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """``agreements`` in force and not paused; ``health`` None while none serves it. ``drifting`` of them drift."""

    name: str
    agreements: int
    drifting: int
    health: Health | None
    address: str


def priority_lines(served: Iterable[Served], *, asked: str = "") -> tuple[PriorityLine, ...]:
    """In the organisation's order, also those that nothing serves yet; ``asked``: teams, as lists take them."""
    found: dict[tuple[int, str, int], Counter[Health]] = defaultdict(Counter)
    for one in served:
        if one.key is not None:
            found[one.position, one.priority, one.key][one.health] += one.agreements
    return tuple(_line(name, key, healths, asked) for (_, name, key), healths in sorted(found.items()))


def _line(name: str, key: int, healths: Counter[Health], asked: str) -> PriorityLine:
    serving = [health for health, count in healths.items() if count]
    return PriorityLine(
        name=name,
        agreements=healths.total(),
        drifting=healths[Health.DRIFTING],
        health=worst(serving) if serving else None,
        address=agreement_rows(priority=str(key), teams=asked),
    )
