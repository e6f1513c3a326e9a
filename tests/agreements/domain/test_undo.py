from datetime import UTC, datetime, timedelta

import pytest

from agreements.domain.undo import may_still_undo

DONE = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-1, False), (0, True), (120, True), (121, False)],
)
def test_two_minutes_are_for_second_thoughts(seconds: int, expected: bool) -> None:
    assert may_still_undo(DONE, at=DONE + timedelta(seconds=seconds)) is expected
