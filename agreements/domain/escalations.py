"""A decision that the parties ask for together, from the first draft of the packet to the ruling."""

from enum import StrEnum

from agreements.domain.states import Paths


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
    noun="the question",
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
