from datetime import UTC, datetime, timedelta

import pytest

from agreements.domain.syncs import has_begun, has_come

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
