from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agreements.domain.drift.concern_waiting import AgreementConcernWaiting
from agreements.domain.drift.ownerless import Unrepresented
from agreements.domain.drift.registry import AGREEMENT_RULES, AnyRule
from agreements.domain.drift.sync_not_held import SyncNotHeld
from tests.agreements.domain.drift.examples import AGREEMENT, CUT

GONE = {"signer_gone": "Tomas Lindqvist", "signer_team": "Sales", "signer_party": 3}
WORRIED = {"concern_on": date(2027, 2, 23), "concern_from": "Sales"}
LATEST = {"sync_on": date(2027, 3, 1)}


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
    ],
)
def test_strength_and_sentence(rule: AnyRule, changes: dict[str, Any], strength: str, sentence: str) -> None:
    facts = replace(AGREEMENT, **(LATEST | changes))
    found = rule.strength(facts, CUT)
    assert found is not None
    said = rule.sentence(rule.evidence(facts, CUT), strength=found, as_of=CUT.today)
    assert (found, said) == (strength, sentence)


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
