import pytest

from agreements.domain.cadence import Frequency
from agreements.domain.rhythm import rhythm


@pytest.mark.parametrize(
    ("frequency", "interval", "weekday", "nth", "words"),
    [
        (Frequency.WEEKLY, 1, 0, None, "every Monday"),
        (Frequency.WEEKLY, 2, 1, None, "every second Tuesday"),
        (Frequency.WEEKLY, 3, 4, None, "every 3 weeks on Friday"),
        (Frequency.MONTHLY, 1, 1, 1, "on the first Tuesday of each month"),
        (Frequency.MONTHLY, 1, 4, -1, "on the last Friday of each month"),
        (Frequency.MONTHLY, 3, 2, 4, "on the fourth Wednesday of every third month"),
        (Frequency.MONTHLY, 6, 3, 2, "on the second Thursday of every 6th month"),
    ],
)
def test_a_cadence_is_said_as_people_say_it(
    frequency: Frequency, interval: int, weekday: int, nth: int | None, words: str
) -> None:
    assert rhythm(frequency=frequency, interval=interval, weekday=weekday, nth=nth) == words
