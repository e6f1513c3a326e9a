"""The organisation's priorities, each as weak as the weakest agreement that serves it."""

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.domain.agreements import Health, worst
from agreements.reports.dashboard.links import agreement_rows
from agreements.reports.dashboard.standing import Served, by_priority
from teams.models import Priority


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """``agreements`` in force and not paused; ``health`` None while none serves it. ``drifting`` of them drift."""

    name: str
    agreements: int
    drifting: int
    health: Health | None
    address: str


def priority_lines(served: Sequence[Served]) -> tuple[PriorityLine, ...]:
    """In the organisation's order, also those that nothing serves yet; one query."""
    rows = Priority.objects.order_by("position", "name").values_list("pk", "name")
    return tuple(_line(pk, name, by_priority(served, pk)) for pk, name in rows)


def _line(pk: int, name: str, healths: dict[Health, int]) -> PriorityLine:
    return PriorityLine(
        name=name,
        agreements=sum(healths.values()),
        drifting=healths.get(Health.DRIFTING, 0),
        health=worst(healths) if healths else None,
        address=agreement_rows(priority=str(pk)),
    )
