"""The first step of every operation: hold the rows, agreement before commitment, and read them afresh."""

from collections.abc import Iterable

from agreements.domain.agreements import AgreementState
from agreements.models import Agreement, Commitment
from agreements.permissions import may_edit_terms
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person


class RemovedMeanwhileError(RefusalError):
    """Somebody removed the thing between reading and writing."""

    code = "removed_meanwhile"


class NotDraftError(RefusalError):
    """Terms change freely only while they are a draft."""

    code = "not_a_draft"


class NotInReadbackError(RefusalError):
    """Terms are said back while they wait for signatures: not before they are proposed, nor once they are in force."""

    code = "not_in_readback"


class NotActiveError(RefusalError):
    """Following through begins with the last signature and ends with the agreement."""

    code = "not_active"


def lock_agreement(agreement: Agreement) -> Agreement:
    """Hold ``agreement`` until the end of the transaction; a fresh copy of it.

    Rows that only point at it can still be added by others, which is why the lock leaves its key free.
    """
    return _hold(agreement.pk)


def lock_agreements(agreements: Iterable[int]) -> dict[int, Agreement]:
    """Hold the agreements of these keys, in the order of their keys, as all who take several do; fresh copies."""
    return {agreement: _hold(agreement) for agreement in sorted(set(agreements))}


def lock_draft(agreement: Agreement, *, actor: Person) -> Agreement:
    """Hold ``agreement`` for a change of its draft terms; who may not, and what is no draft, is refused."""
    agreement = lock_agreement(agreement)
    if not may_edit_terms(actor, agreement):
        raise ForbiddenError(say("Only members of a party, and whoever began it, can change a draft."))
    require_draft(agreement)
    return agreement


def lock_commitment(commitment: Commitment) -> Commitment:
    """Hold the agreement, then ``commitment``; a fresh copy of both, with the two people it concerns."""
    agreement = _hold(commitment.agreement_id)
    fresh = (
        Commitment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("owner", "accepted_by")
        .filter(pk=commitment.pk)
        .first()
    )
    if fresh is None:
        raise RemovedMeanwhileError(say("This commitment has just been removed."))
    fresh.agreement = agreement
    return fresh


def require_draft(agreement: Agreement) -> None:
    if agreement.state != AgreementState.DRAFT:
        raise NotDraftError(
            say("{label} is no longer a draft; its terms can only change by agreement.", label=agreement.label)
        )


def require_readback(agreement: Agreement) -> None:
    if agreement.state != AgreementState.READBACK:
        raise NotInReadbackError(say("{label} has no terms that wait to be said back.", label=agreement.label))


def require_active(agreement: Agreement) -> None:
    if agreement.state != AgreementState.ACTIVE:
        raise NotActiveError(say("{label} is not in force.", label=agreement.label))


def _hold(agreement: int) -> Agreement:
    """The agreement of that key, read as it is locked: what the caller had in hand need not be loaded for it."""
    fresh = Agreement.objects.select_for_update(no_key=True).filter(pk=agreement).first()
    if fresh is None:
        raise RemovedMeanwhileError(say("This agreement has just been removed."))
    return fresh
