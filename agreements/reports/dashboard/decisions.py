"""Decisions that the parties ask of the executives, by the day they are needed."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DecisionWaiting:
    """``days_left`` to ``decide_by`` in the agreement's zone, negative past it."""

    topic: str
    question: str
    agreement_title: str
    parties: tuple[str, ...]
    decide_by: date
    days_left: int
    address: str


@dataclass(frozen=True, slots=True)
class DecisionsWaiting:
    """At most five of ``total`` that wait and the reader may read."""

    shown: tuple[DecisionWaiting, ...] = ()
    total: int = 0
