from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agreements.domain.drift.amendment_unanswered import AmendmentUnanswered
from agreements.domain.drift.concern_waiting import AgreementConcernWaiting
from agreements.domain.drift.ownerless import Unrepresented
from agreements.domain.drift.registry import AGREEMENT_RULES, AnyRule
from agreements.domain.drift.reopened import Reopened
from agreements.domain.drift.review_due import ReviewDue
from agreements.domain.drift.sync_not_held import SyncNotHeld
from tests.agreements.domain.drift.examples import AGREEMENT, CUT

GONE = {"signer_gone": "Tomas Lindqvist", "signer_team": "Sales", "signer_party": 3}
WORRIED = {"concern_on": date(2027, 2, 23), "concern_from": "Sales"}
LATEST = {"sync_on": date(2027, 3, 1)}
CHANGE = {"change_number": 2, "change_answer_by": date(2027, 2, 26)}
LENA = {"change_unanswered": 1, "change_unanswered_by": "Lena Brandt"}
BOTH = {"change_unanswered": 2, "change_unanswered_by": "Lena Brandt and Tomas Lindqvist"}
TOPIC = {"reopened_topic": "Rollout", "reopened_between": "Product and Sales"}


@pytest.mark.parametrize("rule", AGREEMENT_RULES, ids=lambda rule: rule.code)
def test_no_rule_minds_what_goes_well(rule: AnyRule) -> None:
    assert rule.strength(AGREEMENT, CUT) is None


@pytest.mark.parametrize(
    ("rule", "changes", "strength", "sentence"),
    [
        (SyncNotHeld(), {"syncs_not_held": 1}, "weak", "The sync on 1 Mar was neither held nor cancelled."),
        (SyncNotHeld(), {"syncs_not_held": 2}, "strong", "Two syncs in a row were not held, the latest on 1 Mar."),
        (SyncNotHeld(), {"syncs_not_held": 12}, "strong", "12 syncs in a row were not held, the latest on 1 Mar."),
        (Unrepresented(), GONE, "strong", "Tomas Lindqvist, who signs for Sales, has left."),
        (AgreementConcernWaiting(), WORRIED, "weak", "A concern from Sales has waited 8 days for an answer."),
        (ReviewDue(), {"review_on": date(2027, 3, 2)}, "weak", "It was to be looked at again on 2 Mar, 1 day ago."),
        (
            ReviewDue(),
            {"review_on": date(2026, 3, 2)},
            "weak",
            "It was to be looked at again on 2 Mar 2026, 366 days ago.",
        ),
        (
            AmendmentUnanswered(),
            CHANGE | LENA,
            "strong",
            "Change 2 was to be answered by 26 Feb, 5 days ago; Lena Brandt has not answered.",
        ),
        (
            AmendmentUnanswered(),
            CHANGE | BOTH,
            "strong",
            "Change 2 was to be answered by 26 Feb, 5 days ago; Lena Brandt and Tomas Lindqvist have not answered.",
        ),
        (
            AmendmentUnanswered(),
            CHANGE | {"change_unanswered": 3},
            "strong",
            "Change 2 was to be answered by 26 Feb, 5 days ago; 3 people have not answered.",
        ),
        (
            AmendmentUnanswered(),
            CHANGE,
            "strong",
            "Change 2 was to be answered by 26 Feb, 5 days ago, and is not decided.",
        ),
        (
            Reopened(),
            TOPIC | {"reopenings": 3},
            "weak",
            "“Rollout” came up 3 times between Product and Sales within 180 days: a shared goal may be missing.",
        ),
    ],
)
def test_strength_and_sentence(rule: AnyRule, changes: dict[str, Any], strength: str, sentence: str) -> None:
    facts = replace(AGREEMENT, **(LATEST | changes))
    found = rule.strength(facts, CUT)
    assert found is not None
    said = rule.sentence(rule.evidence(facts, CUT), strength=found, as_of=CUT.today)
    assert (found, said) == (strength, sentence)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        (ReviewDue(), {"review_on": date(2027, 3, 3)}),
        (AmendmentUnanswered(), {"change_answer_by": date(2027, 3, 3)}),
        (Reopened(), {"reopenings": 2}),
    ],
)
def test_the_other_side_of_the_cut_off(rule: AnyRule, changes: dict[str, Any]) -> None:
    assert rule.strength(replace(AGREEMENT, **changes), CUT) is None


@pytest.mark.parametrize(
    ("raised_on", "counts_from", "strength"),
    [
        (date(2027, 2, 23), date(2027, 2, 1), "weak"),
        (date(2027, 2, 24), date(2027, 2, 1), None),  # five working days ago
        (date(2027, 2, 1), date(2027, 2, 23), "weak"),  # raised before a pause that ended then
        (date(2027, 2, 1), date(2027, 2, 24), None),
        (None, date(2027, 2, 1), None),
    ],
)
def test_a_concern_waits_from_the_day_on_which_the_agreement_goes_on(
    raised_on: date | None, counts_from: date, strength: str | None
) -> None:
    facts = replace(AGREEMENT, concern_on=raised_on, concern_from="Sales")
    assert AgreementConcernWaiting().strength(facts, replace(CUT, counts_from=counts_from)) == strength
