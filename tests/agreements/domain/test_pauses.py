from datetime import date

import pytest

from agreements.domain.pauses import grace_from, is_paused

GOES_ON = date(2027, 4, 12)


@pytest.mark.parametrize(
    ("paused_until", "as_of", "paused"),
    [
        (None, date(2027, 4, 11), False),
        (GOES_ON, date(2027, 3, 1), True),
        (GOES_ON, date(2027, 4, 11), True),
        (GOES_ON, date(2027, 4, 12), False),
        (GOES_ON, date(2027, 4, 13), False),
    ],
)
def test_a_pause_lasts_up_to_the_day_on_which_it_goes_on(
    paused_until: date | None, as_of: date, *, paused: bool
) -> None:
    assert is_paused(paused_until, as_of=as_of) is paused


@pytest.mark.parametrize(
    ("paused_until", "counts_from"),
    [
        (None, date(2027, 3, 15)),
        (date(2027, 3, 10), date(2027, 3, 15)),
        (date(2027, 3, 16), date(2027, 3, 15)),
        (date(2027, 3, 17), date(2027, 3, 16)),
        (GOES_ON, date(2027, 4, 11)),
    ],
)
def test_grace_counts_from_the_later_of_the_date_and_the_last_day_of_a_pause(
    paused_until: date | None, counts_from: date
) -> None:
    assert grace_from(date(2027, 3, 15), paused_until=paused_until) == counts_from
