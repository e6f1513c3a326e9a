import pytest

from agreements.domain.agreements import Health
from agreements.domain.drift.health import Sign, health_of
from agreements.domain.drift.strengths import Strength

STRONG = Sign("past_due", Strength.STRONG)
WEAK = Sign("due_soon_unsaid", Strength.WEAK)
QUIET = Sign("silent", Strength.WEAK)
LOUD = Sign("silent", Strength.STRONG)


@pytest.mark.parametrize(
    ("signs", "health"),
    [
        ([], Health.ON_TRACK),
        ([WEAK], Health.WATCH),
        ([QUIET], Health.QUIET),
        ([LOUD], Health.DRIFTING),
        ([STRONG], Health.DRIFTING),
        ([WEAK, QUIET], Health.DRIFTING),
        ([STRONG, WEAK], Health.DRIFTING),
    ],
)
def test_health_follows_from_the_signs(signs: list[Sign], health: Health) -> None:
    assert health_of(signs) is health
