"""What a sync can decide about one item of its agenda, and how that item is named."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class DecisionKind(StrEnum):
    """Keep the date, ask for another one, ask for help from above, or take it up again next time."""

    KEEP = "keep"
    RENEGOTIATE = "renegotiate"
    ESCALATE = "escalate"
    PARK = "park"


class SubjectKind(StrEnum):
    """What stands on an agenda."""

    COMMITMENT = "commitment"
    METRIC = "metric"
    CONCERN = "concern"
    AMENDMENT = "amendment"
    TOPIC = "topic"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class SubjectName:
    """The name of one item: ``commitment/12`` by its id, ``agreement/31`` by its number."""

    kind: SubjectKind
    number: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return what `text` names, or None when it is no such name."""
        kind, _, number = text.partition("/")
        is_number = number.isascii() and number.isdigit() and len(number) <= 18  # as far as a key goes
        return cls(SubjectKind(kind), int(number)) if kind in SubjectKind and is_number else None

    def __str__(self) -> str:
        return f"{self.kind}/{self.number}"
