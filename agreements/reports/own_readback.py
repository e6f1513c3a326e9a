"""The page on which one person says what they heard: their lines, their ten minutes, and after it the comparison."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agreements.domain.readback import DayMonth, Said
from agreements.models import Agreement, Commitment
from agreements.reports.asked import has_signed, readback_of
from agreements.reports.cards import Card
from agreements.reports.heard import said_in
from agreements.reports.readbacks import Board, board_of
from teams.models import Person

MINUTES = timedelta(minutes=10)  # an offer, not a limit: whoever takes longer may


@dataclass(frozen=True, slots=True)
class OwnReadback:
    """``card`` is None until it was sent. ``may_write`` ends with one's signature and with the readback itself."""

    agreement: Agreement
    board: Board
    lines: tuple[Commitment, ...]  # that the reader speaks for
    teams: tuple[str, ...]  # in whose name they sign
    text: str  # sent, else the draft
    said: tuple[Said, ...]
    order: DayMonth | None
    started_at: datetime | None
    ends_at: datetime | None
    saved_at: datetime | None
    card: Card | None
    may_write: bool


def own_readback(*, agreement: Agreement, viewer: Person, at: datetime) -> OwnReadback | None:
    """The page of ``viewer``; None when they are not asked. A fixed number of queries."""
    board = board_of(agreement=agreement, viewer=viewer, at=at)
    asked = next((one for one in board.asked if one.person == viewer), None)
    if asked is None:
        return None
    rows = agreement.commitments.filter(pk__in=asked.lines).select_related("team", "for_team", "owner")
    begun = readback_of(viewer, agreement)
    return OwnReadback(
        agreement=agreement,
        board=board,
        lines=tuple(rows.order_by("number")),
        teams=asked.teams,
        text=begun.text if begun else "",
        said=said_in(begun) if begun else (),
        order=DayMonth(begun.order) if begun and begun.order else None,
        started_at=begun.started_at if begun else None,
        ends_at=begun.started_at + MINUTES if begun else None,
        saved_at=begun.saved_at if begun else None,
        card=board.own,
        may_write=board.is_open and not has_signed(viewer, agreement),
    )
