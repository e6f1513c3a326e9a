"""What the same two teams argue about again and again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecurringArgument:
    """``topic`` came up ``times`` times ``between`` two teams (`Product and Sales`); ``sentence`` says it whole."""

    topic: str
    between: str
    times: int
    sentence: str
    agreement_title: str
    address: str
