from agreements.domain.drift.registry import RULES
from agreements.domain.drift.thresholds import LIMITS
from agreements.reports.threshold_cards import threshold_groups


def test_every_number_stands_once() -> None:
    names = [name for group in threshold_groups() for name in group.names]
    assert sorted(names) == sorted(limit.name for limit in LIMITS)


def test_every_rule_that_a_number_moves_stands_beside_it() -> None:
    for group in threshold_groups():
        assert {name for rule in group.rules for name in rule.thresholds} == set(group.names)
    shown = [rule for group in threshold_groups() for rule in group.rules]
    assert set(shown) == {rule for rule in RULES if rule.thresholds}
    assert len(shown) == len(set(shown))
