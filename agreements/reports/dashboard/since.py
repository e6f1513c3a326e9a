"""What happened since the reader was here last, in what they may read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SinceVisit:
    """Counts of what is new after ``since``: began to drift, was kept, was renegotiated, lapsed, came into force."""

    since: datetime
    drifting: int
    kept: int
    changed: int
    lapsed: int
    in_force: int

    @property
    def is_quiet(self) -> bool:
        return not (self.drifting or self.kept or self.changed or self.lapsed or self.in_force)
