from dataclasses import replace
from datetime import date

import pytest

from agreements.domain.drift.readback_stalled import ReadbackStalled
from agreements.domain.drift.strengths import Strength
from tests.agreements.domain.drift.examples import CUT, PROPOSAL


@pytest.mark.parametrize(("answer_by", "expected"), [(date(2027, 3, 3), None), (date(2027, 3, 2), "weak")])
def test_it_stalls_when_its_last_day_to_answer_is_over(answer_by: date, expected: str | None) -> None:
    assert ReadbackStalled().strength(replace(PROPOSAL, answer_by=answer_by), CUT) == expected


@pytest.mark.parametrize(
    ("answer_by", "unsigned", "by", "sentence"),
    [
        (date(2027, 3, 2), 1, "Sales", "The time to answer ended on 2 Mar, 1 day ago; Sales has not signed."),
        (
            date(2026, 12, 30),
            2,
            "Product and Sales",
            "The time to answer ended on 30 Dec 2026, 63 days ago; Product and Sales have not signed.",
        ),
    ],
)
def test_sentence(answer_by: date, unsigned: int, by: str, sentence: str) -> None:
    facts = replace(PROPOSAL, answer_by=answer_by, unsigned=unsigned, unsigned_by=by)
    rule = ReadbackStalled()
    assert rule.sentence(rule.evidence(facts, CUT), strength=Strength.WEAK, as_of=CUT.today) == sentence
