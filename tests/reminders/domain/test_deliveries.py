from datetime import timedelta

import pytest

from reminders.domain.deliveries import DeliveryState, Next, after_ambiguity, after_refusal


@pytest.mark.parametrize(
    ("attempts", "chance", "follows"),
    [
        (1, 0.5, Next(DeliveryState.QUEUED, timedelta(minutes=1))),
        (1, 0.0, Next(DeliveryState.QUEUED, timedelta(seconds=48))),
        (2, 0.5, Next(DeliveryState.QUEUED, timedelta(minutes=5))),
        (4, 0.5, Next(DeliveryState.QUEUED, timedelta(hours=2))),
        (5, 0.5, Next(DeliveryState.FAILED)),
        (6, 0.5, Next(DeliveryState.FAILED)),
    ],
)
def test_a_refusal_waits_longer_each_time_and_ends_after_five(attempts: int, chance: float, follows: Next) -> None:
    assert after_refusal(attempts=attempts, chance=chance) == follows


@pytest.mark.parametrize(
    ("handovers", "follows"),
    [(1, Next(DeliveryState.QUEUED, timedelta(minutes=1))), (2, Next(DeliveryState.UNCERTAIN))],
)
def test_ambiguity_allows_one_extra_copy(handovers: int, follows: Next) -> None:
    assert after_ambiguity(handovers=handovers) == follows
