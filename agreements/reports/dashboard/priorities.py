"""The organisation's priorities, each as weak as the weakest agreement that serves it."""

from dataclasses import dataclass

from agreements.domain.agreements import Health


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """``agreements`` in force and not paused; ``health`` None while none serves it. ``drifting`` of them drift."""

    name: str
    agreements: int
    drifting: int
    health: Health | None
    address: str
