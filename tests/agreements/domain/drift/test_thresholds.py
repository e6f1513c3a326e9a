import pytest

from agreements.domain.drift.thresholds import LIMITS, Thresholds, check_thresholds, thresholds_of
from teams.domain.errors import InvalidValueError


def test_defaults_lie_within_their_limits() -> None:
    check_thresholds({limit.name: limit.default for limit in LIMITS})


def test_the_agreement_overrides_the_organisation() -> None:
    chosen = thresholds_of({"due_soon_days": 3, "unsaid_days": 20}, {"due_soon_days": 8})
    assert chosen == Thresholds(due_soon_days=8, unsaid_days=20)


def test_names_of_former_rules_are_passed_over() -> None:
    assert thresholds_of({"moons": 3}) == Thresholds()


@pytest.mark.parametrize(
    ("overrides", "fields"),
    [
        ({"due_soon_days": 0}, {"due_soon_days": ["Choose between 1 and 20 working days."]}),
        ({"due_soon_days": 21}, {"due_soon_days": ["Choose between 1 and 20 working days."]}),
        ({"moons": 3}, {"moons": ["No drift rule knows this number."]}),
    ],
)
def test_what_is_not_possible_names_its_field(overrides: dict[str, int], fields: dict[str, list[str]]) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        check_thresholds(overrides)
    assert refusal.value.fields == fields
