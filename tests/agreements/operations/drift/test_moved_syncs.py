"""Syncs that were moved or called off, and what the sweep says of those that nobody held."""

from datetime import UTC, date, datetime

import pytest

from agreements.models import Agreement, DriftFlag, Sync
from agreements.operations.drift import sweep
from agreements.operations.syncs import cancel_sync, close_sync, move_sync
from teams.models import Person
from tests.agreements.operations.drift.scenes import signs
from tests.factories import CadenceFactory, SyncFactory

FRIDAY = datetime(2027, 3, 12, 9, 0, tzinfo=UTC)
THURSDAY = datetime(2027, 3, 18, 13, 0, tzinfo=UTC)
WEAK = [("sync_not_held", "weak")]


@pytest.fixture
def sync(launch: Agreement) -> Sync:
    """Of Monday 15 March 2027, 10:00 in Berlin, and the one of two weeks later."""
    cadence = CadenceFactory.create(agreement=launch)
    SyncFactory.create(cadence=cadence, number=2, slot_on=date(2027, 3, 29))
    return SyncFactory.create(cadence=cadence, number=1, slot_on=date(2027, 3, 15))


def seen(*moments: datetime) -> list[list[tuple[str, str]]]:
    found = []
    for at in moments:
        sweep(at=at)
        found.append([sign for sign in signs() if sign[0] == "sync_not_held"])
    return found


def test_a_moved_sync_passes_with_its_new_day_and_is_named_by_it(sync: Sync, maya: Person) -> None:
    """Local midnight in Berlin is 23:00 UTC before it."""
    move_sync(actor=maya, at=FRIDAY, sync=sync, starts_at=THURSDAY, reason="Half of us travel.")
    days = (datetime(2027, 3, 16, 9, tzinfo=UTC), datetime(2027, 3, 18, 22, 59, tzinfo=UTC))

    assert seen(*days, datetime(2027, 3, 18, 23, 0, tzinfo=UTC)) == [[], [], WEAK]
    flag = DriftFlag.objects.get(rule="sync_not_held")
    assert (flag.evidence["sync_on"], flag.sentence) == (
        "2027-03-18",
        "The sync on 18 Mar was neither held nor cancelled.",
    )


@pytest.mark.parametrize(
    ("starts_at", "day"),
    [
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), "2027-03-28"),  # half past midnight on the day clocks change
        (datetime(2027, 3, 28, 21, 30, tzinfo=UTC), "2027-03-28"),  # half an hour before its end
    ],
)
def test_its_day_is_told_right_when_clocks_change(sync: Sync, maya: Person, starts_at: datetime, day: str) -> None:
    move_sync(actor=maya, at=FRIDAY, sync=sync, starts_at=starts_at, reason="Half of us travel.")
    Sync.objects.filter(number=2).delete()
    sweep(at=datetime(2027, 3, 30, 9, 0, tzinfo=UTC))

    assert DriftFlag.objects.open().get(rule="sync_not_held").evidence["sync_on"] == day


def test_moving_the_next_one_forgives_none_that_passed(sync: Sync, maya: Person) -> None:
    passed = datetime(2027, 3, 16, 9, 0, tzinfo=UTC)
    following = Sync.objects.get(number=2)
    before = seen(passed)
    move_sync(actor=maya, at=passed, sync=following, starts_at=THURSDAY, reason="Sooner is better.")
    after = seen(passed, datetime(2027, 3, 19, 9, 0, tzinfo=UTC))

    assert (before, after) == ([WEAK], [WEAK, [("sync_not_held", "strong")]])


def test_one_that_cancelled_itself_counts_as_looked_after(sync: Sync, maya: Person) -> None:
    cancel_sync(actor=maya, at=FRIDAY, sync=sync, reason="All on track, fresh and undisputed.")

    assert seen(datetime(2027, 3, 16, 9, 0, tzinfo=UTC)) == [[]]


def test_holding_a_later_one_ends_the_row(sync: Sync, maya: Person) -> None:
    passed = datetime(2027, 3, 30, 9, 0, tzinfo=UTC)
    before = seen(passed)
    close_sync(actor=maya, at=passed, sync=Sync.objects.get(number=2))

    assert (before, seen(passed)) == ([[("sync_not_held", "strong")]], [[]])
