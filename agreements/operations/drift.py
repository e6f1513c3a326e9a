"""Keeps the drift flags and the health that follows from them: the sweep, and the same for one agreement."""

from dataclasses import dataclass
from datetime import datetime

from agreements.models import Agreement


@dataclass(frozen=True, slots=True)
class SweepResult:
    """How many rows one pass wrote."""

    opened: int = 0
    closed: int = 0
    strengthened: int = 0  # open flags whose strength changed, either way
    health_changed: int = 0


def sweep(*, at: datetime) -> SweepResult:
    """Bring all flags and health in line with what is known at ``at``."""
    del at
    return SweepResult()


def refresh(*, agreement: Agreement, at: datetime) -> SweepResult:
    """Bring the flags and health of one agreement in line, inside the caller's transaction."""
    del agreement, at
    return SweepResult()
