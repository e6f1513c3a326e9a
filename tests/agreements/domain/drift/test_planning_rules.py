"""Rules about the dates of a commitment: when it is needed, how often it moved, what else its owner has that week."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agreements.domain.drift.after_needed_by import AfterNeededBy
from agreements.domain.drift.moved_often import MovedOften
from agreements.domain.drift.overloaded import Overloaded
from agreements.domain.drift.registry import AnyRule
from tests.agreements.domain.drift.examples import COMMITMENT, CUT

MOVED = {"original_due_on": date(2027, 3, 1)}


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        (AfterNeededBy(), {"needed_by": date(2027, 4, 15)}, None),
        (AfterNeededBy(), {"needed_by": date(2027, 4, 14)}, "weak"),
        (AfterNeededBy(), {"needed_by": date(2027, 4, 18), "expected_on": date(2027, 4, 18)}, None),
        (AfterNeededBy(), {"needed_by": date(2027, 4, 18), "expected_on": date(2027, 4, 19)}, "weak"),
        (AfterNeededBy(), {"needed_by": date(2027, 4, 14), "expected_on": date(2027, 4, 12)}, "weak"),
        (MovedOften(), {"moves": 1}, None),
        (MovedOften(), {"moves": 2}, "weak"),
        (MovedOften(), {"moves": 3}, "strong"),
        (Overloaded(), {"due_that_week": 5}, None),
        (Overloaded(), {"due_that_week": 6}, "weak"),
        (Overloaded(), {"due_that_week": 6, "due_on": date(2027, 3, 3)}, "weak"),
        (Overloaded(), {"due_that_week": 6, "due_on": date(2027, 3, 2)}, None),
    ],
)
def test_strength_on_both_sides_of_each_cut_off(rule: AnyRule, changes: dict[str, Any], expected: str | None) -> None:
    assert rule.strength(replace(COMMITMENT, **changes), CUT) == expected


@pytest.mark.parametrize(
    ("rule", "changes", "sentence"),
    [
        (
            AfterNeededBy(),
            {"needed_by": date(2027, 4, 14)},
            "Needed by 14 Apr and due on 15 Apr, 1 day after that.",
        ),
        (
            AfterNeededBy(),
            {"needed_by": date(2027, 4, 14), "expected_on": date(2027, 4, 12)},
            "Needed by 14 Apr and due on 15 Apr, 1 day after that.",
        ),
        (
            AfterNeededBy(),
            {"needed_by": date(2027, 4, 18), "expected_on": date(2028, 4, 19)},
            "Needed by 18 Apr and expected on 19 Apr 2028, 367 days after that.",
        ),
        (MovedOften(), MOVED | {"moves": 2}, "Its date moved twice: first agreed for 1 Mar, now due on 15 Apr."),
        (MovedOften(), MOVED | {"moves": 3}, "Its date moved 3 times: first agreed for 1 Mar, now due on 15 Apr."),
        (MovedOften(), {"moves": 2}, "Its date moved twice: now due on 15 Apr."),
        (
            Overloaded(),
            {"due_that_week": 7},
            "Lena Brandt has 7 commitments due in the week of 12 Apr, in all agreements together.",
        ),
        (
            Overloaded(),
            {"due_that_week": 7, "due_on": date(2027, 4, 12)},
            "Lena Brandt has 7 commitments due in the week of 12 Apr, in all agreements together.",
        ),
        (
            Overloaded(),
            {"due_that_week": 7, "due_on": date(2028, 1, 2)},
            "Lena Brandt has 7 commitments due in the week of 27 Dec, in all agreements together.",
        ),
    ],
)
def test_sentence(rule: AnyRule, changes: dict[str, Any], sentence: str) -> None:
    facts = replace(COMMITMENT, **changes)
    strength = rule.strength(facts, CUT)
    assert strength is not None
    assert rule.sentence(rule.evidence(facts, CUT), strength=strength, as_of=CUT.today) == sentence


@pytest.mark.parametrize(
    ("rule", "changes", "sentence"),
    [
        (MovedOften(), MOVED | {"moves": 1}, "Its date moved once: first agreed for 1 Mar, now due on 15 Apr."),
        (
            Overloaded(),
            {"due_that_week": 1},
            "Lena Brandt has 1 commitment due in the week of 12 Apr, in all agreements together.",
        ),
    ],
)
def test_one_is_said_in_the_singular_where_a_threshold_allows_it(
    rule: AnyRule, changes: dict[str, Any], sentence: str
) -> None:
    evidence = rule.evidence(replace(COMMITMENT, **changes), CUT)
    strict = replace(CUT, date_moves=1, due_in_a_week=0)
    strength = rule.strength(replace(COMMITMENT, **changes), strict)
    assert strength == "weak"
    assert rule.sentence(evidence, strength=strength, as_of=CUT.today) == sentence


def test_an_expected_date_is_evidence_only_where_it_comes_after_the_due_date() -> None:
    facts = replace(COMMITMENT, needed_by=date(2027, 4, 14), expected_on=date(2027, 4, 12))
    assert AfterNeededBy().evidence(facts, CUT) == {
        "needed_by": "2027-04-14",
        "due_on": "2027-04-15",
        "expected_on": None,
    }


def test_the_owner_learns_first_of_what_is_about_them() -> None:
    assert (MovedOften().is_owner_first, Overloaded().is_owner_first, AfterNeededBy().is_owner_first) == (
        True,
        True,
        False,
    )
