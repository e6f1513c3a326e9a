"""A commitment that changes hands: who promises it anew, and who has to agree."""

from collections.abc import Mapping
from enum import StrEnum

from agreements.domain.commitments import CommitmentState
from agreements.domain.states import Paths
from teams.domain.language import noted


class HandoverRole(StrEnum):
    """Which of the two people of a commitment changes."""

    OWNER = "owner"
    RECEIVER = "receiver"


class HandoverState(StrEnum):
    """Where a hand-over stands."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class HandoverMove(StrEnum):
    """What can be done to it."""

    FINISH = "finish"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


PATHS = Paths(
    noun=noted("the hand-over"),
    table={
        HandoverState.OPEN: {
            HandoverMove.FINISH: HandoverState.DONE,
            HandoverMove.DECLINE: HandoverState.DECLINED,
            HandoverMove.WITHDRAW: HandoverState.WITHDRAWN,
        },
        HandoverState.DONE: {},
        HandoverState.DECLINED: {},
        HandoverState.WITHDRAWN: {},
    },
)


# In which states of its commitment each of the two may change: what is declared done waits for its receiver alone.
CHANGES_HANDS_IN: Mapping[HandoverRole, frozenset[CommitmentState]] = {
    HandoverRole.OWNER: frozenset({CommitmentState.OPEN, CommitmentState.LAPSED}),
    HandoverRole.RECEIVER: frozenset({CommitmentState.OPEN, CommitmentState.LAPSED, CommitmentState.DELIVERED}),
}
