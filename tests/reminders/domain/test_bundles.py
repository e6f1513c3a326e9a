from datetime import UTC, date, datetime, timedelta

import pytest

from reminders.domain.bundles import Item, kind_of, newest_of_ladders, should_bundle, without_replaced
from reminders.domain.kinds import Kind

AT = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)


def item(number: int, kind: Kind, *, subject: str = "commitment:1", day: int = 8, agreement: int = 31) -> Item:
    return Item(id=number, kind=kind, subject=subject, local_on=date(2027, 3, day), agreement=agreement)


def test_of_one_ladder_only_the_newest_step_is_told() -> None:
    week, days, past = item(1, Kind.DUE_SOON, day=1), item(2, Kind.DUE_SOON, day=6), item(3, Kind.PAST_DATE, day=9)

    assert newest_of_ladders([past, week, days]) == (past,)


def test_ladders_of_two_subjects_are_two() -> None:
    one, other = item(1, Kind.DUE_SOON), item(2, Kind.DUE_SOON, subject="commitment:2")

    assert newest_of_ladders([one, other]) == (one, other)


def test_what_stands_on_no_ladder_stays() -> None:
    first, second = item(1, Kind.FLAG_OWNER), item(2, Kind.FLAG_OWNER)

    assert newest_of_ladders([first, second]) == (first, second)


def test_the_most_pressing_comes_first() -> None:
    request, past = item(1, Kind.CHECK_IN_REQUEST), item(2, Kind.PAST_DATE)

    assert newest_of_ladders([request, past]) == (past, request)


def test_a_sync_replaces_the_request_of_its_agreement() -> None:
    sync, request = item(1, Kind.SYNC_TOMORROW), item(2, Kind.CHECK_IN_REQUEST)

    assert without_replaced([sync, request]) == (sync,)


def test_a_sync_leaves_the_request_of_another_agreement() -> None:
    sync, request = item(1, Kind.SYNC_TOMORROW), item(2, Kind.CHECK_IN_REQUEST, agreement=32)

    assert without_replaced([sync, request]) == (sync, request)


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [([Kind.DUE_SOON], "due_soon"), ([Kind.DUE_SOON, Kind.FLAG_OWNER], "digest")],
)
def test_a_delivery_is_of_its_one_kind_or_a_digest(kinds: list[Kind], kind: str) -> None:
    assert kind_of(kinds) == kind


@pytest.mark.parametrize(
    ("minutes_ago", "bundled"),
    [
        ([0], False),
        ([90], False),
        ([0, 0, 0], False),
        ([0, 0, 0, 0], True),
        ([60, 0], False),
        ([61, 0], True),
    ],
)
def test_many_or_left_behind_become_one(minutes_ago: list[int], bundled: bool) -> None:
    due = [AT - timedelta(minutes=minutes) for minutes in minutes_ago]

    assert should_bundle(due, at=AT) is bundled
