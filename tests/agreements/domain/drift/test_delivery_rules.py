from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from agreements.domain.drift.registry import DELIVERY_RULES, OWNERLESS, AnyRule
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.unanswered_delivery import UnansweredDelivery
from tests.agreements.domain.drift.examples import CUT, DELIVERY

SINCE = datetime(2027, 2, 27, 23, 0, tzinfo=UTC)  # the first instant of 28 February in Berlin
JUST_BEFORE = datetime(2027, 2, 27, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("rule", DELIVERY_RULES, ids=lambda rule: rule.code)
def test_no_rule_minds_what_was_declared_yesterday(rule: AnyRule) -> None:
    assert rule.strength(DELIVERY, CUT) is None


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        (UnansweredDelivery(), {"declared_at": SINCE}, None),
        (UnansweredDelivery(), {"declared_at": JUST_BEFORE}, "weak"),
        (OWNERLESS, {"accepter_is_active": False}, "strong"),
    ],
)
def test_strength_on_both_sides_of_each_cut_off(rule: AnyRule, changes: dict[str, Any], expected: str | None) -> None:
    assert rule.strength(replace(DELIVERY, **changes), CUT) == expected


def test_nothing_waits_too_long_right_after_a_pause() -> None:
    rested = replace(CUT, declared_before=None)
    assert UnansweredDelivery().strength(replace(DELIVERY, declared_at=JUST_BEFORE), rested) is None


def test_it_says_since_when() -> None:
    rule = UnansweredDelivery()
    evidence = rule.evidence(replace(DELIVERY, declared_at=JUST_BEFORE), CUT)
    assert evidence == {"declared_on": "2027-02-27", "waits_for": "Tomas Lindqvist"}
    sentence = rule.sentence(evidence, strength=Strength.WEAK, as_of=date(2027, 3, 3))
    assert sentence == "Declared done on 27 Feb, 4 days ago, and not answered yet."
