"""What a reader may do on the page of an agreement, and what of it waits for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Version
from agreements.permissions import acts_for, may_ask_for_change, may_close, may_edit_terms, may_raise_concern, may_sign
from agreements.reports.commitments import CommitmentRow
from agreements.reports.decisions import to_read_back
from teams.models import Person

SETTLED = {CommitmentState.ACCEPTED, CommitmentState.RELEASED}


@dataclass(frozen=True, slots=True)
class Acts:
    """Each is one button."""

    edit: bool = False
    propose: bool = False
    take_back: bool = False
    read_back: bool = False  # nothing sent yet, nothing signed
    sign: bool = False
    change: bool = False
    concern: bool = False
    metric: bool = False  # propose one
    pause: bool = False
    resume: bool = False
    review: bool = False  # say that its parties looked at it again
    serve: bool = False  # say which priority it serves
    complete: bool = False
    end: bool = False
    withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """The one commitment that waits for the reader first: ``act`` is "accept" or "check_in"."""

    act: str
    row: CommitmentRow
    others: int  # of the same act


def acts_of(agreement: Agreement, *, viewer: Person, version: Version | None, at: datetime) -> Acts:
    """Return what the state offers at ``at`` and ``viewer`` may do."""
    state = agreement.state
    if state not in {AgreementState.DRAFT, AgreementState.READBACK, AgreementState.ACTIVE}:
        return Acts()
    member, closer = may_edit_terms(viewer, agreement), may_close(viewer, agreement)
    if state == AgreementState.DRAFT:
        return Acts(edit=member, propose=member, serve=closer, withdraw=closer)
    if state == AgreementState.READBACK:
        return Acts(
            take_back=member,
            read_back=to_read_back(viewer).filter(pk=agreement.pk).exists(),
            sign=_is_asked(agreement, viewer, version),
            concern=may_raise_concern(viewer, agreement),
            serve=closer,
            withdraw=closer,
        )
    is_paused = agreement.is_paused(at=at)
    return Acts(
        change=may_ask_for_change(viewer, agreement),
        concern=may_raise_concern(viewer, agreement),
        metric=member,
        pause=closer and not is_paused,
        resume=closer and is_paused,
        review=closer,
        serve=closer,
        complete=closer and _is_settled(agreement),
        end=closer,
    )


def turn_of(rows: Iterable[CommitmentRow], *, viewer: Person) -> Turn | None:
    """Return what ``viewer``, or whom they stand in for, should do first: confirm, else check in by date."""
    found = list(rows)
    to_accept = [row for row in found if row.state == "delivered" and acts_for(viewer, row.accepted_by)]
    to_say = [row for row in found if row.is_open and acts_for(viewer, row.owner)]
    return _first("accept", to_accept) or _first("check_in", to_say)


def _first(act: str, rows: Sequence[CommitmentRow]) -> Turn | None:
    return Turn(act, rows[0], len(rows) - 1) if rows else None


def _is_asked(agreement: Agreement, viewer: Person, version: Version | None) -> bool:
    signed = {signature.person_id for signature in version.signatures.all()} if version else set()
    return viewer.pk not in signed and may_sign(viewer, agreement)


def _is_settled(agreement: Agreement) -> bool:
    return not agreement.commitments.exclude(state__in=SETTLED).exists()
