from dataclasses import replace
from datetime import date

import pytest

from agreements.reports.steps import Course, steps_of

DRAFTED, IN_FORCE, CLOSED, LAST = date(2027, 1, 25), date(2027, 2, 1), date(2027, 6, 1), date(2027, 5, 20)


def course(state: str, *, closed_on: date | None = None) -> Course:
    return Course(
        state=state,
        drafted_on=DRAFTED,
        in_force_on=IN_FORCE,
        closed_on=closed_on,
        last_due_on=LAST,
        parties=3,
        signed=1,
        asked=5,
        said_back=2,
        kept=2,
        open=4,
    )


@pytest.mark.parametrize(
    ("state", "current", "done", "facts"),
    [
        ("draft", "Prepare", [], ["", "", "", "", ""]),
        ("withdrawn", "Prepare", [], ["", "", "", "", ""]),
        ("readback", "Read back", ["Prepare"], ["", "2 of 5 said back, 1 of 3 signed", "", "", ""]),
        ("active", "Follow through", ["Prepare", "Read back"], ["", "signed by all", "2 kept, 4 open", "", ""]),
        (
            "completed",
            "Close",
            ["Prepare", "Read back", "Follow through"],
            ["", "signed by all", "2 kept, 4 open", "", ""],
        ),
    ],
)
def test_the_steps_say_where_an_agreement_stands(state: str, current: str, done: list[str], facts: list[str]) -> None:
    steps = steps_of(course(state))

    assert [step.name for step in steps if step.is_current] == [current]
    assert [step.name for step in steps if step.is_done] == done
    assert [step.fact for step in steps] == facts


@pytest.mark.parametrize(("closed_on", "shown"), [(None, LAST), (CLOSED, CLOSED)])
def test_the_last_step_names_the_last_date_until_it_is_closed(closed_on: date | None, shown: date) -> None:
    assert steps_of(course("active", closed_on=closed_on))[-1].on == shown


@pytest.mark.parametrize(
    ("proposed", "changed", "current", "fact"),
    [
        (0, 0, "Follow through", ""),
        (0, 1, "Follow through", "once so far"),
        (0, 2, "Follow through", "twice so far"),
        (0, 3, "Follow through", "3 times so far"),
        (1, 1, "Renegotiate", "change proposed"),
        (2, 0, "Renegotiate", "2 changes proposed"),
    ],
)
def test_the_fourth_step_tells_of_changes(proposed: int, changed: int, current: str, fact: str) -> None:
    steps = steps_of(replace(course("active"), proposed=proposed, changed=changed))

    assert [step.name for step in steps if step.is_current] == [current]
    assert steps[3].fact == fact


def test_a_closed_agreement_that_changed_has_been_through_the_fourth_step() -> None:
    assert steps_of(replace(course("completed"), changed=1))[3].is_done
