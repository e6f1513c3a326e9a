from enum import StrEnum

import pytest

from agreements.domain.states import MoveNotAllowedError, Paths


class Door(StrEnum):
    OPEN = "open"
    HALF_OPEN = "half_open"


class Push(StrEnum):
    SWING_SHUT = "swing_shut"


DOOR = Paths(noun="the door", table={Door.OPEN: {Push.SWING_SHUT: Door.HALF_OPEN}, Door.HALF_OPEN: {}})


def test_a_move_leads_to_the_state_of_the_table() -> None:
    assert DOOR.after(Door.OPEN, Push.SWING_SHUT) is Door.HALF_OPEN


def test_a_move_that_is_not_in_the_table_is_refused_in_a_sentence() -> None:
    with pytest.raises(MoveNotAllowedError, match=r"^“Swing shut” is not possible while the door is “half open”\.$"):
        DOOR.after(Door.HALF_OPEN, Push.SWING_SHUT)


def test_a_state_names_its_moves() -> None:
    assert DOOR.moves_from(Door.OPEN) == (Push.SWING_SHUT,)


def test_a_final_state_has_no_moves() -> None:
    assert DOOR.moves_from(Door.HALF_OPEN) == ()


def test_the_refusal_has_a_code() -> None:
    assert MoveNotAllowedError.code == "move_not_allowed"
