"""A flag opened on Monday 1 March 2027, shown to both sides on Tuesday 2 March; the 8th is a holiday."""

from datetime import date

import pytest

from reminders.domain.ladders import Course, Step, reached_step
from teams.domain.calendar import WorkingCalendar

CALENDAR = WorkingCalendar(holidays=frozenset({date(2027, 3, 8)}))
SIDES = {Step.OWNER: date(2027, 3, 1), Step.SIDES: date(2027, 3, 2)}
SIGNERS = {**SIDES, Step.SIGNERS: date(2027, 3, 10)}
EXECUTIVES = {**SIGNERS, Step.EXECUTIVES: date(2027, 3, 17)}


def step(today: int, **course: object) -> Step | None:
    known = {"shown_on": date(2027, 3, 2), "is_strong": True, **course}
    return reached_step(Course(**known), today=date(2027, 3, today), calendar=CALENDAR)  # type: ignore[arg-type] # a table of fields


@pytest.mark.parametrize(
    ("told", "today", "reached"),
    [
        ({}, 1, Step.OWNER),
        ({}, 2, Step.SIDES),
        ({Step.OWNER: date(2027, 3, 1)}, 1, Step.OWNER),
        ({Step.OWNER: date(2027, 3, 1)}, 2, Step.SIDES),
        # Nobody told both sides, so they come first, however long ago it was shown.
        ({Step.OWNER: date(2027, 3, 1)}, 19, Step.SIDES),
        (SIDES, 2, Step.SIDES),
        # Five working days after the 2nd, less the holiday: the 10th.
        (SIDES, 9, Step.SIDES),
        (SIDES, 10, Step.SIGNERS),
        # A planner that was away for weeks goes on with the next step, not with the last.
        (SIDES, 31, Step.SIGNERS),
        (SIGNERS, 16, Step.SIGNERS),
        (SIGNERS, 17, Step.EXECUTIVES),
        (EXECUTIVES, 31, Step.EXECUTIVES),
    ],
)
def test_one_step_at_a_time(told: dict[Step, date], today: int, reached: Step) -> None:
    assert step(today, told=told) == reached


@pytest.mark.parametrize(
    ("course", "today", "reached"),
    [
        ({"told": SIGNERS, "is_strong": False}, 31, Step.SIGNERS),
        # It was strong when executives heard of it.
        ({"told": EXECUTIVES, "is_strong": False}, 31, Step.EXECUTIVES),
        ({"told": SIDES, "is_strong": False}, 10, Step.SIGNERS),
        ({"told": SIDES, "is_closed": True}, 10, None),
        ({"told": SIDES, "is_acknowledged": True}, 31, Step.SIDES),
        ({"told": SIDES, "snoozed_until": date(2027, 3, 12)}, 12, Step.SIDES),
        ({"told": SIDES, "snoozed_until": date(2027, 3, 12)}, 18, Step.SIDES),
        ({"told": SIDES, "snoozed_until": date(2027, 3, 12)}, 19, Step.SIGNERS),
        ({"told": SIDES, "heard_on": date(2027, 3, 9)}, 15, Step.SIDES),
        ({"told": SIDES, "heard_on": date(2027, 3, 9)}, 16, Step.SIGNERS),
        # A word from before the step changes nothing.
        ({"told": SIGNERS, "heard_on": date(2027, 3, 3)}, 17, Step.EXECUTIVES),
        # A word after the third step holds the fourth, and never goes back to the second.
        ({"told": SIGNERS, "heard_on": date(2027, 3, 16)}, 17, Step.SIGNERS),
    ],
)
def test_what_holds_it(course: dict[str, object], today: int, reached: Step | None) -> None:
    assert step(today, **course) == reached
