"""What the reader counts but may not read: agreements open to their parties only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unread:
    """Commitments of a page's counts that its lists leave out for this reader."""

    open: int = 0
    came_due: int = 0
