from datetime import date

import pytest

from agreements.domain.escalations import PATHS, EscalationMove, EscalationState, gaps
from agreements.domain.states import MoveNotAllowedError

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("question", "options", "decide_by", "has_own_reason", "missing"),
    [
        ("Which?", ["a", "b"], TODAY, True, []),
        ("", ["a", "b"], TODAY, True, ["question"]),
        ("Which?", ["a"], TODAY, True, ["options"]),
        ("Which?", ["a", "b"], None, True, ["decide_by"]),
        ("Which?", ["a", "b"], date(2027, 2, 28), True, ["decide_by"]),
        ("Which?", ["a", "b"], TODAY, False, ["statement"]),
        ("", [], None, False, ["question", "options", "decide_by", "statement"]),
    ],
)
def test_what_a_packet_lacks(
    question: str, options: list[str], decide_by: date | None, has_own_reason: bool, missing: list[str]
) -> None:
    found = gaps(question=question, options=options, decide_by=decide_by, has_own_reason=has_own_reason, today=TODAY)
    assert list(found) == missing


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        ("preparing", {"ask": "asked", "withdraw": "withdrawn"}),
        ("asked", {"rule": "ruled", "withdraw": "withdrawn"}),
        ("ruled", {}),
        ("withdrawn", {}),
    ],
)
def test_where_each_move_leads(state: str, moves: dict[str, str]) -> None:
    found = {}
    for move in EscalationMove:
        try:
            found[move.value] = PATHS.after(EscalationState(state), move).value
        except MoveNotAllowedError:
            continue
    assert found == moves
