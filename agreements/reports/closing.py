"""What closing an agreement would mean: how its commitments stand, by what becomes of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from agreements.domain.agreements import PATHS, AgreementMove, AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Commitment
from agreements.permissions import may_close
from teams.models import Person

SETTLED = {CommitmentState.ACCEPTED, CommitmentState.RELEASED}


@dataclass(frozen=True, slots=True)
class Closing:
    """``open`` would be released by an early end; ``settled`` and ``lapsed`` stay as they are.

    ``delivered`` wait for an answer. ``moves`` are the ways in which the reader may close it now.
    """

    open: tuple[Commitment, ...]
    delivered: tuple[Commitment, ...]
    lapsed: tuple[Commitment, ...]
    settled: tuple[Commitment, ...]
    moves: Mapping[str, bool]

    @property
    def unsettled(self) -> tuple[Commitment, ...]:
        return (*self.open, *self.delivered, *self.lapsed)


def closing(*, agreement: Agreement, viewer: Person) -> Closing:
    promised = tuple(agreement.commitments.select_related("owner", "for_team", "agreement").order_by("number"))
    offered = PATHS.moves_from(AgreementState(agreement.state)) if may_close(viewer, agreement) else ()
    return Closing(
        open=_in(promised, CommitmentState.OPEN),
        delivered=_in(promised, CommitmentState.DELIVERED),
        lapsed=_in(promised, CommitmentState.LAPSED),
        settled=tuple(one for one in promised if one.state in SETTLED),
        moves={move: move in offered for move in (AgreementMove.COMPLETE, AgreementMove.END, AgreementMove.WITHDRAW)},
    )


def _in(promised: tuple[Commitment, ...], state: CommitmentState) -> tuple[Commitment, ...]:
    return tuple(one for one in promised if one.state == state)
