"""What closing an agreement would mean: how its commitments stand, by what becomes of them."""

from dataclasses import dataclass

from agreements.domain.agreements import PATHS, AgreementMove, AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Commitment
from agreements.permissions import may_close
from agreements.reports.acts import SETTLED
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Closing:
    """``open`` would be released by an early end; ``settled`` and ``lapsed`` stay as they are.

    ``delivered`` wait for an answer. ``may_complete`` and the others: what the state and the reader's rights allow.
    """

    open: tuple[Commitment, ...]
    delivered: tuple[Commitment, ...]
    lapsed: tuple[Commitment, ...]
    settled: tuple[Commitment, ...]
    may_complete: bool
    may_end: bool
    may_withdraw: bool

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
        may_complete=AgreementMove.COMPLETE in offered,
        may_end=AgreementMove.END in offered,
        may_withdraw=AgreementMove.WITHDRAW in offered,
    )


def _in(promised: tuple[Commitment, ...], state: CommitmentState) -> tuple[Commitment, ...]:
    return tuple(one for one in promised if one.state == state)
