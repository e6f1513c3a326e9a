"""What the terms that wait to be said back ask of one reader next: one act at a time, in the order that helps most."""

from dataclasses import dataclass

from agreements.reports.readbacks import Board
from teams.models import Person


@dataclass(frozen=True, slots=True)
class ReadbackTurn:
    """``act`` is decide, write, settle, reconfirm, confirm or empty; ``count`` is of what it is about."""

    act: str
    count: int = 0


def readback_turn(board: Board, *, viewer: Person) -> ReadbackTurn:
    """Say first what one heard, then settle it, then read the others; a passed window comes before all."""
    if not board.is_open:
        return ReadbackTurn("")
    if board.is_window_passed and board.may_extend:
        return ReadbackTurn("decide")
    if not board.is_asked:
        return ReadbackTurn("")
    if board.own is None:
        return ReadbackTurn("write")
    return _after_writing(board, viewer)


def _after_writing(board: Board, viewer: Person) -> ReadbackTurn:
    to_settle = sum(len(card.open_differences) for card in board.cards if card.may_settle)
    again = sum(card.may_reconfirm for card in board.cards)
    unsaid = sum(word.person == viewer and word.matches is None for card in board.others for word in card.words)
    found = (("settle", to_settle), ("reconfirm", again), ("confirm", unsaid))
    return next((ReadbackTurn(act, count) for act, count in found if count), ReadbackTurn(""))
