from itertools import product

import pytest

from agreements.domain.agreements import PATHS, AgreementMove, AgreementState, Health, worst
from agreements.domain.states import MoveNotAllowedError

ALLOWED = {
    ("draft", "propose"): "readback",
    ("draft", "withdraw"): "withdrawn",
    ("readback", "take_back"): "draft",
    ("readback", "activate"): "active",
    ("readback", "withdraw"): "withdrawn",
    ("active", "complete"): "completed",
    ("active", "end"): "ended",
}
REFUSED = [pair for pair in product(AgreementState, AgreementMove) if pair not in ALLOWED]


@pytest.mark.parametrize(("state", "move"), ALLOWED)
def test_an_agreement_moves_along_its_paths(state: str, move: str) -> None:
    assert PATHS.after(AgreementState(state), AgreementMove(move)) == ALLOWED[state, move]


@pytest.mark.parametrize(("state", "move"), REFUSED)
def test_an_agreement_refuses_every_other_move(state: AgreementState, move: AgreementMove) -> None:
    with pytest.raises(MoveNotAllowedError):
        PATHS.after(state, move)


@pytest.mark.parametrize("state", ["completed", "ended", "withdrawn"])
def test_a_finished_agreement_offers_nothing(state: str) -> None:
    assert PATHS.moves_from(AgreementState(state)) == ()


def test_the_moves_of_a_readback_come_in_the_order_of_their_buttons() -> None:
    assert PATHS.moves_from(AgreementState.READBACK) == ("take_back", "activate", "withdraw")


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], "on_track"),
        (["on_track", "on_track"], "on_track"),
        (["on_track", "watch"], "watch"),
        (["quiet", "watch"], "quiet"),
        (["quiet", "drifting", "on_track"], "drifting"),
    ],
)
def test_the_weakest_part_sets_the_whole(parts: list[str], whole: str) -> None:
    assert worst(Health(part) for part in parts) == whole


def test_health_is_ordered_by_severity() -> None:
    assert sorted(["watch", "quiet", "on_track", "drifting"], key=lambda name: Health(name).severity) == [
        "on_track",
        "watch",
        "quiet",
        "drifting",
    ]
