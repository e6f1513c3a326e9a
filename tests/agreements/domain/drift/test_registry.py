from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from agreements.domain.drift.findings import findings
from agreements.domain.drift.registry import COMMITMENT_RULES, RULES, AnyRule, find_rule
from agreements.domain.drift.rules import Subject
from agreements.domain.drift.thresholds import LIMITS
from tests.agreements.domain.drift.examples import COMMITMENT, CUT

FORBIDDEN = ("overdue", "fail", "missed", "late ", "violat", "blame", "escalat", "delinquent")


def test_a_code_stands_once_for_each_kind_of_subject() -> None:
    assert max(Counter((rule.subject, rule.code) for rule in RULES).values()) == 1


def test_these_are_all_the_rules() -> None:
    assert {rule.code for rule in RULES} == {
        "past_due",
        "silent",
        "off_track",
        "at_risk",
        "disputed",
        "due_soon_unsaid",
        "expected_after_due",
        "upstream",
        "metric_off_course",
        "metric_bound",
        "metric_stale",
        "sync_not_held",
        "ownerless",
        "concern_waiting",
        "owner_away",
        "unanswered_delivery",
        "after_needed_by",
        "moved_often",
        "overloaded",
        "amendment_unanswered",
        "readback_stalled",
        "review_due",
        "reopened",
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.subject}-{rule.code}")
def test_words_are_neutral(rule: AnyRule) -> None:
    words = f"{rule.title} {rule.weak} {rule.strong} {rule.template} {rule.next_step} ".lower()
    assert not [word for word in FORBIDDEN if word in words]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.subject}-{rule.code}")
def test_a_strength_has_words_exactly_when_it_has_a_condition(rule: AnyRule) -> None:
    assert (rule.weak_when == "FALSE", rule.strong_when == "FALSE") == (rule.weak == "", rule.strong == "")


def test_every_threshold_belongs_to_a_rule() -> None:
    assert {name for rule in RULES for name in rule.thresholds} == {limit.name for limit in LIMITS}


def test_a_rule_is_found_by_subject_and_code() -> None:
    found = find_rule(subject=Subject.AGREEMENT, code="ownerless")
    assert found is not None
    assert found.title == "A signer left"


def test_a_former_rule_is_not_found() -> None:
    assert find_rule(subject=Subject.METRIC, code="past_due") is None


def test_nothing_is_found_where_all_goes_well() -> None:
    assert findings(rules=COMMITMENT_RULES, facts=COMMITMENT, cut=CUT) == {}


def test_a_finding_says_why() -> None:
    found = findings(rules=COMMITMENT_RULES, facts=replace(COMMITMENT, due_on=date(2027, 3, 1)), cut=CUT)
    assert found.keys() == {"past_due"}
    assert found["past_due"].strength == "strong"
    assert found["past_due"].evidence == {"due_on": "2027-03-01"}
    assert found["past_due"].sentence == "Its date, 1 Mar, passed 2 days ago with no outcome recorded."
