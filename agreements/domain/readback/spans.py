"""Places of a text that already mean something, so that nothing is read twice."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Taken:
    """The places that are taken, as (start, end) with the end exclusive."""

    places: list[tuple[int, int]] = field(default_factory=list)

    def take(self, start: int, end: int) -> bool:
        """Take a place, and return whether it was free."""
        if not self.is_free(start, end):
            return False
        self.places.append((start, end))
        return True

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing stands there yet."""
        return all(end <= other_start or start >= other_end for other_start, other_end in self.places)
