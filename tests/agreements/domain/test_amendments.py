from datetime import date
from itertools import product

import pytest

from agreements.domain.amendments import (
    PATHS,
    AmendmentMove,
    AmendmentState,
    Answer,
    fewest,
    is_early,
    notice,
    verdict,
)
from agreements.domain.states import MoveNotAllowedError
from teams.domain.calendar import WorkingCalendar

ACCEPT, DECLINE, COUNTER = Answer.ACCEPT, Answer.DECLINE, Answer.COUNTER
ALLOWED = {
    ("open", "agree"): "agreed",
    ("open", "decline"): "declined",
    ("open", "withdraw"): "withdrawn",
    ("open", "expire"): "expired",
    ("expired", "reopen"): "open",
    ("expired", "withdraw"): "withdrawn",
}
REFUSED = [pair for pair in product(AmendmentState, AmendmentMove) if pair not in ALLOWED]
CALENDAR = WorkingCalendar(holidays=frozenset({date(2027, 3, 26), date(2027, 3, 29)}))  # Easter 2027
MONDAY = date(2027, 3, 1)


@pytest.mark.parametrize(("state", "move"), ALLOWED)
def test_a_change_moves_along_its_paths(state: str, move: str) -> None:
    assert PATHS.after(AmendmentState(state), AmendmentMove(move)) == ALLOWED[state, move]


@pytest.mark.parametrize(("state", "move"), REFUSED)
def test_a_change_refuses_every_other_move(state: AmendmentState, move: AmendmentMove) -> None:
    with pytest.raises(MoveNotAllowedError):
        PATHS.after(state, move)


@pytest.mark.parametrize(
    ("answers", "state", "agreed"),
    [
        ({7: [None, None]}, "open", None),
        ({7: [ACCEPT, None]}, "open", None),
        ({7: [ACCEPT, ACCEPT]}, "agreed", 7),
        ({7: [ACCEPT, COUNTER]}, "open", None),
        ({7: [ACCEPT, DECLINE]}, "declined", None),
        ({7: [DECLINE, None], 8: [None]}, "open", None),
        ({7: [DECLINE, None], 8: [DECLINE]}, "declined", None),
        ({7: [DECLINE, ACCEPT], 8: [ACCEPT]}, "agreed", 8),
        ({7: [ACCEPT, None], 8: [ACCEPT]}, "agreed", 8),
        ({8: [ACCEPT], 7: [ACCEPT]}, "agreed", 8),  # the first in their order
    ],
)
def test_answers_add_up(answers: dict[int, list[Answer | None]], state: str, agreed: int | None) -> None:
    assert verdict(answers) == (state, agreed)


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ([], None),
        ([date(2027, 3, 15)], 10),
        ([date(2027, 3, 15), date(2027, 3, 2)], 1),
        ([date(2027, 3, 1)], 0),
        ([date(2027, 2, 1)], 0),
        ([date(2027, 3, 7)], 4),  # a Sunday: the working days before it
        ([date(2027, 3, 30)], 19),  # two holidays lie between
    ],
)
def test_notice_is_counted_in_working_days_to_the_earliest_date(due: list[date], days: int | None) -> None:
    assert notice(MONDAY, due=due, calendar=CALENDAR) == days


@pytest.mark.parametrize(("days", "expected"), [(4, False), (5, True), (6, True), (None, True), (0, False)])
def test_the_notice_of_the_agreement_is_early_enough(days: int | None, expected: bool) -> None:
    assert is_early(days, notice_days=5) is expected


def test_without_a_notice_term_everything_is_early() -> None:
    assert is_early(0, notice_days=0)


@pytest.mark.parametrize(("notices", "least"), [([], None), ([None], None), ([None, 7, 3], 3), ([0, 4], 0)])
def test_the_least_notice_of_several_counts(notices: list[int | None], least: int | None) -> None:
    assert fewest(notices) == least
