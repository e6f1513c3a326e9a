"""Waiting: one commitment can land only some days after another one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Dependency:
    """The commitment `downstream` waits on `upstream`: it lands at least `lag_days` calendar days after."""

    upstream: int
    downstream: int
    lag_days: int = 0


def would_cycle(new: Dependency, *, among: Iterable[Dependency]) -> bool:
    """Tell whether adding `new` would make a commitment wait, however indirectly, on itself."""
    waited_on = defaultdict(list)
    for edge in among:
        waited_on[edge.downstream].append(edge.upstream)
    to_visit, seen = [new.upstream], set[int]()
    while to_visit:
        commitment = to_visit.pop()
        if commitment not in seen:
            seen.add(commitment)
            to_visit += waited_on[commitment]
    return new.downstream in seen


def lands_on(own_due: date, *, upstream_due: date, lag_days: int) -> date:
    """Return the earliest date that keeps both its own due date and what it waits on.

    Calendar days, never shifted off weekends or holidays.
    """
    return max(own_due, upstream_due + timedelta(days=lag_days))


def slack_days(own_due: date, *, upstream_due: date, lag_days: int) -> int:
    """Return how many calendar days the upstream may still move; below 0, it lands too far on."""
    return (own_due - upstream_due).days - lag_days
