"""The life of an agreement, and the health of it and of its commitments."""

from collections.abc import Iterable
from enum import StrEnum

from agreements.domain.states import Paths
from teams.domain.language import noted


class AgreementState(StrEnum):
    """Where an agreement stands. *Paused* and *in renegotiation* are facts beside the state, not states."""

    DRAFT = "draft"
    READBACK = "readback"
    ACTIVE = "active"
    COMPLETED = "completed"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class AgreementMove(StrEnum):
    """What can be done to an agreement."""

    PROPOSE = "propose"
    TAKE_BACK = "take_back"
    ACTIVATE = "activate"
    COMPLETE = "complete"
    END = "end"
    WITHDRAW = "withdraw"


PATHS = Paths(
    noun=noted("the agreement"),
    table={
        AgreementState.DRAFT: {
            AgreementMove.PROPOSE: AgreementState.READBACK,
            AgreementMove.WITHDRAW: AgreementState.WITHDRAWN,
        },
        AgreementState.READBACK: {
            AgreementMove.TAKE_BACK: AgreementState.DRAFT,
            AgreementMove.ACTIVATE: AgreementState.ACTIVE,
            AgreementMove.WITHDRAW: AgreementState.WITHDRAWN,
        },
        AgreementState.ACTIVE: {
            AgreementMove.COMPLETE: AgreementState.COMPLETED,
            AgreementMove.END: AgreementState.ENDED,
        },
        AgreementState.COMPLETED: {},
        AgreementState.ENDED: {},
        AgreementState.WITHDRAWN: {},
    },
)


class Health(StrEnum):
    """How an agreement or a commitment is doing, from best to worst; always derived from its drift flags."""

    ON_TRACK = "on_track"
    WATCH = "watch"
    QUIET = "quiet"
    DRIFTING = "drifting"

    @property
    def severity(self) -> int:
        """Return 0 for on_track up to 3 for drifting."""
        return list(Health).index(self)


def worst(healths: Iterable[Health]) -> Health:
    """Return the health of a whole: that of its weakest part, on_track when it has none."""
    return max(healths, key=lambda health: health.severity, default=Health.ON_TRACK)
