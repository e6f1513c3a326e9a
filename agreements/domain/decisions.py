"""What a sync can decide about one item of its agenda."""

from enum import StrEnum


class DecisionKind(StrEnum):
    """Keep the date, ask for another one, ask for help from above, or take it up again next time."""

    KEEP = "keep"
    RENEGOTIATE = "renegotiate"
    ESCALATE = "escalate"
    PARK = "park"
