from datetime import UTC, datetime, timedelta

import pytest

from agreements.domain.syncs import Pending, has_begun, has_come, may_cancel_itself, person_minutes, turn_of

STARTS_AT = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "come"),
    [
        (STARTS_AT - timedelta(hours=1) - MOMENT, False),
        (STARTS_AT - timedelta(hours=1), True),
        (STARTS_AT + timedelta(days=30), True),
    ],
)
def test_a_sync_can_be_held_from_an_hour_before_its_start(at: datetime, *, come: bool) -> None:
    assert has_come(STARTS_AT, at=at) is come


@pytest.mark.parametrize(("at", "begun"), [(STARTS_AT - MOMENT, False), (STARTS_AT, True)])
def test_a_sync_has_begun_at_its_start(at: datetime, *, begun: bool) -> None:
    assert has_begun(STARTS_AT, at=at) is begun


@pytest.mark.parametrize(
    ("seconds", "attendees", "cost"),
    [(1500, 4, 100), (1501, 4, 104), (0, 3, 3), (-60, 3, 3), (1500, 0, 25), (None, 4, 120), (None, 0, 30)],
)
def test_what_a_sync_cost(seconds: int | None, attendees: int, cost: int) -> None:
    """Begun minutes count whole; without a start its planned thirty minutes count; somebody was there."""
    started_at = None if seconds is None else STARTS_AT - timedelta(seconds=seconds)

    assert person_minutes(started_at=started_at, ended_at=STARTS_AT, minutes=30, attendees=attendees) == cost


@pytest.mark.parametrize(
    ("number", "are_there", "place"),
    [
        (1, [True, True, True], 0),
        (3, [True, True, True], 2),
        (4, [True, True, True], 0),
        (2, [True, False, True], 2),
        (3, [True, True, False], 0),
        (9, [True], 0),
        (1, [False, False], None),
        (1, [], None),
    ],
)
def test_whose_turn_it_is(number: int, are_there: list[bool], place: int | None) -> None:
    assert turn_of(number, are_there=are_there) == place


def test_a_sync_with_nothing_to_talk_about_may_cancel_itself() -> None:
    assert may_cancel_itself(Pending())


@pytest.mark.parametrize(
    "kind", ["flags", "doubts", "unanswered", "disputed", "changes", "concerns", "topics", "escalations"]
)
def test_anything_stands_in_the_way(kind: str) -> None:
    assert not may_cancel_itself(Pending(**{kind: 1}))
