from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agreements.domain.drift.metric_bound import MetricBound
from agreements.domain.drift.metric_off_course import MetricOffCourse
from agreements.domain.drift.metric_stale import MetricStale
from agreements.domain.drift.registry import METRIC_RULES, AnyRule
from tests.agreements.domain.drift.examples import CUT, METRIC

AT_LEAST_97 = {
    "bound": Decimal(97),
    "bound_kind": "at_least",
    "bound_name": "In-stock rate",
    "bound_unit": "%",
    "bound_read_on": date(2027, 3, 1),
}


@pytest.mark.parametrize("rule", METRIC_RULES, ids=lambda rule: rule.code)
def test_no_rule_minds_what_goes_well(rule: AnyRule) -> None:
    assert rule.strength(METRIC, CUT) is None


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        (MetricOffCourse(), {"forecast": Decimal(500)}, None),
        (MetricOffCourse(), {"forecast": Decimal("499.9")}, "weak"),
        (MetricOffCourse(), {"direction": "down", "forecast": Decimal(500)}, None),
        (MetricOffCourse(), {"direction": "down", "forecast": Decimal("500.1")}, "weak"),
        (MetricOffCourse(), {"direction": "hold", "forecast": Decimal(525)}, None),
        (MetricOffCourse(), {"direction": "hold", "forecast": Decimal("525.1")}, "weak"),
        (MetricOffCourse(), {"readings_off": 3}, None),
        (MetricOffCourse(), {"readings_off": 4}, "strong"),
        (MetricBound(), AT_LEAST_97, None),
        (MetricBound(), AT_LEAST_97 | {"bound_value": Decimal(97)}, None),
        (MetricBound(), AT_LEAST_97 | {"bound_value": Decimal("96.9")}, "strong"),
        (MetricBound(), AT_LEAST_97 | {"bound_kind": "at_most", "bound_value": Decimal(97)}, None),
        (MetricBound(), AT_LEAST_97 | {"bound_kind": "at_most", "bound_value": Decimal("97.1")}, "strong"),
        (MetricStale(), {"read_by": date(2027, 2, 28)}, "weak"),
        (MetricStale(), {"read_by": date(2027, 3, 1)}, None),
        (MetricStale(), {"read_by": date(2027, 2, 24), "every_days": 30}, "weak"),
        (MetricStale(), {"read_by": date(2027, 2, 25), "every_days": 30}, None),
        (MetricStale(), {"read_by": date(2027, 2, 1), "read_on": date(2027, 8, 1)}, None),
        (MetricStale(), {"read_by": date(2027, 2, 1), "read_on": None}, "weak"),
    ],
)
def test_strength_on_both_sides_of_each_cut_off(rule: AnyRule, changes: dict[str, Any], expected: str | None) -> None:
    assert rule.strength(replace(METRIC, **changes), CUT) == expected


@pytest.mark.parametrize(
    ("rule", "changes", "sentence"),
    [
        (
            MetricOffCourse(),
            {"forecast": Decimal("412.5")},
            "At this pace it will be 412.5 leads on 1 Aug, against a target of 500 leads.",
        ),
        (
            MetricOffCourse(),
            {"readings_off": 4, "value": Decimal(150), "read_on": date(2027, 8, 1)},
            "4 readings below the target line: 150 leads against 500 leads expected by now.",
        ),
        (
            MetricOffCourse(),
            {"readings_off": 5, "direction": "hold", "value": Decimal(620), "unit": ""},
            "5 readings off the target line: 620 against 500 expected by now.",
        ),
        (
            MetricBound(),
            AT_LEAST_97 | {"bound_value": Decimal("96.1000")},
            "In-stock rate was 96.1 % on 1 Mar, under the bound of 97 %.",
        ),
        (
            MetricBound(),
            AT_LEAST_97 | {"bound_kind": "at_most", "bound_value": Decimal(12000)},
            "In-stock rate was 12,000 % on 1 Mar, over the bound of 97 %.",
        ),
        (
            MetricStale(),
            {"read_on": date(2027, 2, 10), "read_by": date(2027, 2, 17)},
            "No reading for 21 days; the cadence is weekly.",
        ),
        (
            MetricStale(),
            {"read_on": None, "read_by": date(2027, 2, 11), "every_days": 10},
            "No reading yet; the first was expected by 11 Feb, and the cadence is every 10 days.",
        ),
    ],
)
def test_sentence(rule: AnyRule, changes: dict[str, Any], sentence: str) -> None:
    facts = replace(METRIC, **changes)
    strength = rule.strength(facts, CUT)
    assert strength is not None
    assert rule.sentence(rule.evidence(facts, CUT), strength=strength, as_of=CUT.today) == sentence


def test_what_nobody_has_read_is_left_open() -> None:
    unread = replace(METRIC, value=None, read_on=None)
    assert MetricBound().evidence(unread, CUT)["value"] is None
    assert MetricOffCourse().evidence(unread, CUT)["value"] is None
