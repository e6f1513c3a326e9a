from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.commitments import (
    IN_TIME,
    PATHS,
    Adjustment,
    CommitmentMove,
    CommitmentState,
    Course,
    Standing,
    lapses_on,
    latest_lapsed_due,
    outcome,
)
from agreements.domain.states import MoveNotAllowedError
from teams.domain.calendar import WorkingCalendar
from tests import strategies

EASTER = WorkingCalendar(holidays=frozenset({date(2027, 3, 26), date(2027, 3, 29)}))
MONDAY = date(2027, 3, 15)
WEDNESDAY = date(2027, 3, 17)
THURSDAY = date(2027, 3, 18)

ALLOWED = {
    ("proposed", "activate"): "open",
    ("open", "deliver"): "delivered",
    ("open", "release"): "released",
    ("open", "lapse"): "lapsed",
    ("delivered", "accept"): "accepted",
    ("delivered", "send_back"): "open",
    ("delivered", "take_back"): "open",
    ("delivered", "release"): "released",
    ("lapsed", "deliver"): "delivered",
    ("lapsed", "release"): "released",
}
REFUSED = [pair for pair in product(CommitmentState, CommitmentMove) if pair not in ALLOWED]


@pytest.mark.parametrize(("state", "move"), ALLOWED)
def test_a_commitment_moves_along_its_paths(state: str, move: str) -> None:
    assert PATHS.after(CommitmentState(state), CommitmentMove(move)) == ALLOWED[state, move]


@pytest.mark.parametrize(("state", "move"), REFUSED)
def test_a_commitment_refuses_every_other_move(state: CommitmentState, move: CommitmentMove) -> None:
    with pytest.raises(MoveNotAllowedError):
        PATHS.after(state, move)


@pytest.mark.parametrize("state", ["proposed", "open"])
def test_nothing_has_become_of_it_before_a_delivery(state: str) -> None:
    assert outcome(Course(state=CommitmentState(state), due_on=MONDAY), calendar=EASTER) is None


@pytest.mark.parametrize(
    ("state", "delivered_on", "expected"),
    [
        ("delivered", MONDAY, None),
        ("open", MONDAY, None),
        ("accepted", MONDAY, "kept"),
        ("accepted", WEDNESDAY, "kept"),
        ("accepted", THURSDAY, "lapsed"),
        ("delivered", THURSDAY, "lapsed"),
        ("released", THURSDAY, "released"),
    ],
    ids=[
        "not answered",
        "sent back",
        "on the day",
        "in the grace",
        "after it",
        "after it, unanswered",
        "waived",
    ],
)
def test_the_outcome_follows_from_the_delivery(state: str, delivered_on: date, expected: str | None) -> None:
    course = Course(state=CommitmentState(state), due_on=MONDAY, delivered_on=delivered_on)

    assert outcome(course, calendar=EASTER) == expected


@pytest.mark.parametrize("state", ["lapsed", "open", "delivered", "accepted"])
def test_a_lapse_stays_whatever_follows(state: str) -> None:
    course = Course(
        state=CommitmentState(state),
        due_on=THURSDAY,
        delivered_on=MONDAY,
        has_lapsed=True,
        adjusted=Adjustment.EARLY,
    )

    assert outcome(course, calendar=EASTER) == "lapsed"


def test_a_release_outweighs_a_lapse() -> None:
    course = Course(state=CommitmentState.RELEASED, due_on=MONDAY, has_lapsed=True, adjusted=Adjustment.LATE)

    assert outcome(course, calendar=EASTER) == "released"


@pytest.mark.parametrize("state", ["open", "delivered", "accepted"])
@pytest.mark.parametrize(("adjusted", "expected"), [("early", "adjusted_early"), ("late", "adjusted_late")])
def test_an_adjustment_counts_from_its_agreement_on(state: str, adjusted: str, expected: str) -> None:
    course = Course(state=CommitmentState(state), due_on=MONDAY, adjusted=Adjustment(adjusted))

    assert outcome(course, calendar=EASTER) == expected


def test_an_adjusted_commitment_delivered_after_its_new_date_has_lapsed() -> None:
    course = Course(state=CommitmentState.ACCEPTED, due_on=MONDAY, delivered_on=THURSDAY, adjusted=Adjustment.EARLY)

    assert outcome(course, calendar=EASTER) == "lapsed"


def test_in_time_means_kept_or_adjusted_early() -> None:
    assert sorted(IN_TIME) == ["adjusted_early", "kept"]


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (MONDAY, THURSDAY),
        (date(2027, 3, 19), date(2027, 3, 24)),
        (date(2027, 3, 20), date(2027, 3, 24)),
        (date(2027, 3, 25), date(2027, 4, 1)),
    ],
    ids=["in the week", "over a weekend", "due on a Saturday", "over Easter"],
)
def test_a_commitment_lapses_after_two_working_days(due_on: date, expected: date) -> None:
    assert lapses_on(due_on, calendar=EASTER) == expected


@given(
    calendar=strategies.calendars(),
    due_on=st.dates(date(2030, 1, 1), date(2030, 2, 28)),
    as_of=st.dates(date(2030, 1, 1), date(2030, 2, 28)),
)
def test_the_cut_off_of_the_sweep_lapses_the_same_commitments(
    calendar: WorkingCalendar, due_on: date, as_of: date
) -> None:
    is_swept = due_on <= latest_lapsed_due(as_of, calendar=calendar)

    assert is_swept is (as_of >= lapses_on(due_on, calendar=calendar))


def test_standings_are_ordered_by_severity() -> None:
    assert [Standing(name).severity for name in ("on_track", "at_risk", "off_track")] == [0, 1, 2]
