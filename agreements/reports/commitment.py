"""The page of one commitment: one promise and its story."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import PATHS, CommitmentMove, CommitmentState, Standing
from agreements.domain.handovers import HandoverRole
from agreements.domain.plots import Window
from agreements.models import Commitment, Dependency
from agreements.permissions import (
    acts_for,
    may_accept,
    may_ask_for_change,
    may_check_in,
    may_deliver,
    may_raise_concern,
    may_release,
)
from agreements.reports.asks import AskOffer, ask_offer
from agreements.reports.boxes import FlagBox, boxes
from agreements.reports.commitments import commitment_rows, shown_state
from agreements.reports.handovers import HandoverCard, handover_cards, roles_to_hand_over
from agreements.reports.history import Entry, events_of, told_to
from agreements.reports.lines import Line, lines_of, window_of
from agreements.reports.open_changes import NamedChange, change_of
from agreements.reports.undo import Undo, undo_of
from teams.models import Person


@dataclass(frozen=True, slots=True)
class CommitmentActs:
    """What the state offers and the reader may do; each is one form."""

    check_in: bool = False
    deliver: bool = False
    accept: bool = False
    send_back: bool = False
    take_back: bool = False
    release: bool = False
    change: bool = False
    concern: bool = False
    is_receiver: bool = False  # checks in as the one who waits for it


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A commitment that this one waits on, or that waits for it; None: it is in an agreement out of sight."""

    commitment: Commitment | None
    state: str
    lag_days: int


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    commitment: Commitment
    line: Line
    window: Window
    acts: CommitmentActs
    flags: tuple[FlagBox, ...]
    waits_on: tuple[Neighbour, ...]
    waited_for_by: tuple[Neighbour, ...]
    entries: tuple[Entry, ...]
    change: NamedChange | None
    undo: Undo | None
    ask: AskOffer | None
    handovers: tuple[HandoverCard, ...]
    to_hand_over: tuple[HandoverRole, ...]  # which of its two people the reader may replace

    @property
    def suggests_change(self) -> bool:
        """Whether its owner said that the date will not hold, and nobody has asked for another one yet."""
        commitment = self.commitment
        is_later = bool(commitment.expected_on and commitment.due_on and commitment.expected_on > commitment.due_on)
        return self.acts.change and self.change is None and (is_later or commitment.standing == Standing.OFF_TRACK)


def commitment_page(*, commitment: Commitment, viewer: Person, at: datetime, today: date) -> CommitmentPage:
    """Assemble the page for ``viewer``, who may read ``commitment``."""
    agreement = commitment.agreement
    rows = commitment_rows(commitments=Commitment.objects.filter(pk=commitment.pk), viewer=viewer, at=at)
    lines = lines_of(rows, starts_on=agreement.starts_on, today=today)
    handovers = handover_cards(commitment, viewer=viewer)
    return CommitmentPage(
        commitment=commitment,
        line=lines[0],
        window=window_of(lines, today=today),
        acts=commitment_acts(commitment, viewer=viewer),
        flags=boxes(Q(commitment=commitment), viewer=viewer, at=at),
        waits_on=_neighbours(commitment, viewer, upstream=True),
        waited_for_by=_neighbours(commitment, viewer, upstream=False),
        entries=told_to(events_of(agreement, viewer=viewer, commitment=commitment), viewer=viewer, at=at),
        change=change_of(commitment, viewer=viewer),
        undo=undo_of(commitment, viewer=viewer, at=at),
        ask=ask_offer(commitment, viewer=viewer, at=at),
        handovers=handovers,
        to_hand_over=_not_asked(roles_to_hand_over(commitment, viewer=viewer), handovers),
    )


def _not_asked(roles: Iterable[HandoverRole], handovers: Iterable[HandoverCard]) -> tuple[HandoverRole, ...]:
    """Those of ``roles`` that nobody is asked to take over yet."""
    asked = {card.handover.role for card in handovers}
    return tuple(role for role in roles if role not in asked)


def commitment_acts(commitment: Commitment, *, viewer: Person) -> CommitmentActs:
    """Return what ``viewer`` may do with ``commitment`` now: next to nothing outside an agreement in force."""
    moves = PATHS.moves_from(CommitmentState(commitment.state))
    accepts = may_accept(viewer, commitment)
    if commitment.agreement.state == AgreementState.ENDED:  # what waited for its answer then can still be taken
        return CommitmentActs(accept=CommitmentMove.ACCEPT in moves and accepts)
    if commitment.agreement.state != AgreementState.ACTIVE:
        return CommitmentActs()
    return CommitmentActs(
        check_in=commitment.state == CommitmentState.OPEN and may_check_in(viewer, commitment),
        deliver=CommitmentMove.DELIVER in moves and may_deliver(viewer, commitment),
        accept=CommitmentMove.ACCEPT in moves and accepts,
        send_back=CommitmentMove.SEND_BACK in moves and accepts,
        take_back=CommitmentMove.TAKE_BACK in moves and may_deliver(viewer, commitment),
        release=CommitmentMove.RELEASE in moves and may_release(viewer, commitment),
        change=commitment.state == CommitmentState.OPEN and may_ask_for_change(viewer, commitment.agreement),
        concern=may_raise_concern(viewer, commitment.agreement),
        is_receiver=not acts_for(viewer, commitment.owner),
    )


def _neighbours(commitment: Commitment, viewer: Person, *, upstream: bool) -> tuple[Neighbour, ...]:
    """What ``commitment`` waits on, or what waits for it, soonest first."""
    near, far = ("downstream", "upstream") if upstream else ("upstream", "downstream")
    rows = Dependency.objects.filter(**{near: commitment}).order_by(f"{far}__due_on")
    lags = dict(rows.values_list(far, "lag_days"))
    visible = Commitment.objects.visible_to(viewer).filter(pk__in=lags).select_related("agreement", "owner", "team")
    seen = {other.pk: other for other in visible}
    return tuple(_neighbour(seen.get(pk), lag_days, viewer) for pk, lag_days in lags.items())


def _neighbour(other: Commitment | None, lag_days: int, viewer: Person) -> Neighbour:
    return Neighbour(other, shown_state(other, viewer=viewer) if other else "", lag_days)
