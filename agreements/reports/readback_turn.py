"""What the terms that wait to be said back ask of one reader next: one act at a time, in the order that helps most."""

from dataclasses import dataclass

from agreements.reports.readbacks import Board


@dataclass(frozen=True, slots=True)
class ReadbackTurn:
    """``act`` is decide, write, settle, reconfirm, confirm or empty; ``count`` is of what it is about.

    ``anchor`` names where the first of it stands on the board; empty where it stands elsewhere.
    """

    act: str
    count: int = 0
    anchor: str = ""


def readback_turn(board: Board, *, is_signed: bool) -> ReadbackTurn:
    """Say first what one heard, then settle it, then read the others; a passed window comes before all.

    ``is_signed``: the reader signed already, and says nothing back any more.
    """
    if not board.is_open:
        return ReadbackTurn("")
    if board.is_window_passed and board.may_extend:
        return ReadbackTurn("decide", anchor="standing")
    if board.is_asked and board.own is None:
        return ReadbackTurn("" if is_signed else "write")
    return _after_writing(board)


def _after_writing(board: Board) -> ReadbackTurn:
    to_settle = [f"difference-{row.id}" for card in board.cards if card.may_settle for row in card.open_differences]
    again = [f"readback-{card.id}" for card in board.cards if card.may_reconfirm]
    unsaid = [f"readback-{card.id}" for card in board.others if card.your_word and card.your_word.matches is None]
    found = (("settle", to_settle), ("reconfirm", again), ("confirm", unsaid))
    return next((ReadbackTurn(act, len(at), at[0]) for act, at in found if at), ReadbackTurn(""))
