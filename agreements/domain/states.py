"""State machines as tables: which move leads from which state to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from teams.domain.errors import RefusalError


class MoveNotAllowedError(RefusalError):
    """Refuse a move that the present state does not offer."""

    code = "move_not_allowed"


@dataclass(frozen=True, slots=True)
class Paths[State: StrEnum, Move: StrEnum]:
    """Answer what may happen to a thing: `table` maps a state to its moves and where each leads."""

    noun: str
    table: Mapping[State, Mapping[Move, State]]

    def after(self, state: State, move: Move) -> State:
        """Return the state that `move` leads to, or raise MoveNotAllowedError."""
        moves = self.table[state]
        if move not in moves:
            asked = _words(move).capitalize()
            raise MoveNotAllowedError(f"“{asked}” is not possible while {self.noun} is “{_words(state)}”.")
        return moves[move]

    def moves_from(self, state: State) -> tuple[Move, ...]:
        """Return the moves that `state` offers, in the table's order; none for a final state."""
        return tuple(self.table[state])


def _words(name: StrEnum) -> str:
    return name.value.replace("_", " ")
