"""A decision that the parties ask for together, from the first draft of the packet to the ruling."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from agreements.domain.states import Paths
from teams.domain.language import noted, say

FEWEST_OPTIONS, MOST_OPTIONS = 2, 6


class EscalationState(StrEnum):
    """Where it stands; only while it is prepared can the packet be edited."""

    PREPARING = "preparing"
    ASKED = "asked"
    RULED = "ruled"
    WITHDRAWN = "withdrawn"


class EscalationMove(StrEnum):
    """What can be done to it."""

    ASK = "ask"
    RULE = "rule"
    WITHDRAW = "withdraw"


PATHS = Paths(
    noun=noted("the question"),
    table={
        EscalationState.PREPARING: {
            EscalationMove.ASK: EscalationState.ASKED,
            EscalationMove.WITHDRAW: EscalationState.WITHDRAWN,
        },
        EscalationState.ASKED: {
            EscalationMove.RULE: EscalationState.RULED,
            EscalationMove.WITHDRAW: EscalationState.WITHDRAWN,
        },
        EscalationState.RULED: {},
        EscalationState.WITHDRAWN: {},
    },
)


def gaps(
    *, question: str, options: Sequence[str], decide_by: date | None, has_own_reason: bool, today: date
) -> Mapping[str, str]:
    """Return by name, each with a sentence, what a packet lacks before it can be sent; empty when it is whole."""
    rules = [
        ("question", not question, say("Say which decision is needed.")),
        ("options", len(options) < FEWEST_OPTIONS, say("Name at least two options.")),
        ("decide_by", decide_by is None or decide_by < today, say("Name the day by which it has to be decided.")),
        ("statement", not has_own_reason, say("Say the reason of your side.")),
    ]
    return {name: sentence for name, is_missing, sentence in rules if is_missing}
