"""State machines as tables: which move leads from which state to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from teams.domain.errors import RefusalError
from teams.domain.language import noted, say

# Every state and move of the machines, as a refusal names them.
NAMES = (
    noted("accept"),
    noted("accepted"),
    noted("activate"),
    noted("active"),
    noted("agree"),
    noted("agreed"),
    noted("ask"),
    noted("asked"),
    noted("complete"),
    noted("completed"),
    noted("decline"),
    noted("declined"),
    noted("deliver"),
    noted("delivered"),
    noted("done"),
    noted("draft"),
    noted("end"),
    noted("ended"),
    noted("expire"),
    noted("expired"),
    noted("finish"),
    noted("lapse"),
    noted("lapsed"),
    noted("open"),
    noted("preparing"),
    noted("propose"),
    noted("proposed"),
    noted("readback"),
    noted("release"),
    noted("released"),
    noted("reopen"),
    noted("rule"),
    noted("ruled"),
    noted("send back"),
    noted("take back"),
    noted("withdraw"),
    noted("withdrawn"),
)


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
            raise MoveNotAllowedError(
                say(
                    "“{asked}” is not possible while {noun} is “{state}”.",
                    asked=_words(move).capitalize(),
                    noun=say(self.noun),
                    state=_words(state),
                )
            )
        return moves[move]

    def moves_from(self, state: State) -> tuple[Move, ...]:
        """Return the moves that `state` offers, in the table's order; none for a final state."""
        return tuple(self.table[state])


def _words(name: StrEnum) -> str:
    return say(name.value.replace("_", " "))
