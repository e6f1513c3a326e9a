import pytest

from agreements.models import Commitment
from agreements.reports.commitments import shown_state
from teams.models import Person


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ({"outcome": "adjusted_early"}, "on_track"),
        ({"outcome": "adjusted_early", "standing": "at_risk"}, "at_risk"),
        ({"outcome": "adjusted_late", "shown_health": "drifting"}, "drifting"),
        ({"outcome": "adjusted_early", "state": "accepted"}, "adjusted_early"),
        ({"outcome": "lapsed", "state": "lapsed"}, "lapsed"),
        ({"outcome": "lapsed"}, "lapsed"),  # delivered past its grace, and sent back
        ({"state": "delivered", "outcome": "adjusted_early"}, "delivered"),
    ],
)
def test_what_was_adjusted_shows_how_it_goes_on_until_it_is_settled(
    feature: Commitment, maya: Person, held: dict[str, str], shown: str
) -> None:
    for name, value in held.items():
        setattr(feature, name, value)
    assert shown_state(feature, viewer=maya) == shown
