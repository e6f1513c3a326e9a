"""The fence as an administrator sees it: closed since when and why, and how much waits behind it."""

from dataclasses import dataclass
from datetime import datetime

from reminders.models import Delivery, Fence
from teams.domain.language import say


@dataclass(frozen=True, slots=True, kw_only=True)
class FenceReport:
    """``may_release`` is False while nothing was planned since it closed. Instants are real ones."""

    is_closed: bool
    closed_at: datetime | None = None  # None also as long as nobody noticed
    why: str = ""
    may_release: bool = False
    waiting: int = 0
    released_at: datetime | None = None
    released_by: str = ""


def fence() -> FenceReport:
    """Read it. An installation that never ran a job has none, and is open."""
    row = Fence.objects.first()
    if row is None:
        return FenceReport(is_closed=False)
    is_closed = Fence.objects.closed().exists()
    return FenceReport(
        is_closed=is_closed,
        closed_at=row.closed_at,
        why=say(row.why),
        may_release=is_closed and row.is_settled and not Fence.objects.elsewhere().exists(),
        waiting=Delivery.objects.queued().count() if is_closed else 0,
        released_at=row.released_at,
        released_by=row.released_by,
    )
