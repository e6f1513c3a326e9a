from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class SweepResult:
    """How many rows one pass wrote. Both numbers of strength and words count flags that stay open."""

    opened: int = 0
    closed: int = 0
    strengthened: int = 0  # strength changed, either way
    reworded: int = 0  # same strength, newer evidence
    health_changed: int = 0  # commitments and agreements

    @property
    def rows(self) -> int:
        """All of them together; 0 when nothing had changed."""
        return sum(astuple(self))

    def __add__(self, other: "SweepResult") -> "SweepResult":
        return SweepResult(*map(sum, zip(astuple(self), astuple(other), strict=True)))
