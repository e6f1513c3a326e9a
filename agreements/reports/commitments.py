"""Commitments as rows of a list: who owes what to whom by when, and the last word."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from agreements.domain.commitments import ADJUSTED, CommitmentState
from agreements.models import CheckInRole, Commitment
from agreements.reports.pulse import pulses
from agreements.reports.seals import Seal, known_standing, seals
from teams.models import Person


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One row; ``state`` is the code word to show: its outcome or state when settled, else its health or standing.

    What is open in a paused agreement is "paused".
    """

    pk: int
    number: int
    label: str
    deliverable: str
    agreement_slug: str
    agreement_title: str
    team: str
    for_team: str
    owner: Person | None
    accepted_by: Person | None
    is_mine: bool
    due_on: date | None
    original_due_on: date | None
    opened_on: date | None
    expected_on: date | None
    delivered_on: date | None
    state: str
    is_open: bool
    said_at: datetime | None
    pulse: tuple[str | None, ...]
    waited_for_by: int
    is_sealed: bool  # the owner's latest word opens to the reader with the reader's own answer


def shown_state(commitment: Commitment, *, viewer: Person, sealed: Collection[Seal] = ()) -> str:
    """The one code word that says most about a commitment in ``viewer``'s sight.

    A settled one shows what became of it. An open one, adjusted or not, shows its health where that is worse than the
    owner's word, and the owner hears before others do (PRODUCT 3.4). A word that is ``sealed`` is not shown yet.
    """
    if commitment.state == CommitmentState.DELIVERED:
        return CommitmentState.DELIVERED
    goes_on = commitment.state == CommitmentState.OPEN and commitment.outcome in ADJUSTED
    if commitment.outcome and not goes_on:
        return commitment.outcome
    if commitment.state != CommitmentState.OPEN:
        return commitment.state
    sees_all = viewer.is_administrator or viewer.pk == commitment.owner_id
    health = commitment.health if sees_all else commitment.shown_health
    if health in {"drifting", "quiet"}:
        return health
    return known_standing(commitment, sealed=sealed) or health


def commitment_rows(*, commitments: QuerySet[Commitment], viewer: Person, at: datetime) -> tuple[CommitmentRow, ...]:
    """The rows of ``commitments`` in the order given; six queries whatever their number."""
    found = list(
        commitments.select_related("agreement", "team", "for_team", "owner", "accepted_by").prefetch_related(
            "awaited_by"
        )
    )
    said = pulses(commitments=found, at=at)
    sealed = seals(commitments=said.keys(), viewer=viewer, at=at)
    return tuple(
        _row(one, state=_state(one, viewer, sealed, at), viewer=viewer, pulse=said[one.pk], sealed=sealed)
        for one in found
    )


def _state(commitment: Commitment, viewer: Person, sealed: Collection[Seal], at: datetime) -> str:
    """What is open in an agreement that rests has no standing: nobody was asked."""
    is_resting = commitment.state == CommitmentState.OPEN and commitment.agreement.is_paused(at=at)
    return "paused" if is_resting else shown_state(commitment, viewer=viewer, sealed=sealed)


def _row(
    commitment: Commitment, *, state: str, viewer: Person, pulse: tuple[str | None, ...], sealed: Collection[Seal]
) -> CommitmentRow:
    agreement = commitment.agreement
    is_sealed = any(seal.commitment == commitment.pk and seal.role == CheckInRole.OWNER for seal in sealed)
    return CommitmentRow(
        pk=commitment.pk,
        number=commitment.number,
        label=commitment.label,
        deliverable=commitment.deliverable,
        agreement_slug=agreement.slug,
        agreement_title=agreement.title,
        team=commitment.team.name,
        for_team=commitment.for_team.name,
        owner=commitment.owner,
        accepted_by=commitment.accepted_by,
        is_mine=viewer.pk == commitment.owner_id,
        due_on=commitment.due_on,
        original_due_on=commitment.original_due_on,
        opened_on=_day(commitment.opened_at),
        expected_on=commitment.expected_on,
        delivered_on=_day(commitment.delivered_at),
        state=state,
        is_open=commitment.state == CommitmentState.OPEN,
        said_at=commitment.standing_at,
        pulse=pulse[:-1] if is_sealed else pulse,  # the sealed word is the latest one
        waited_for_by=len(commitment.awaited_by.all()),
        is_sealed=is_sealed,
    )


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None
