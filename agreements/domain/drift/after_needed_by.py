from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, count, day_in, iso, short


class AfterNeededBy(Rule[CommitmentFacts]):
    """Flag what comes after the day on which its receiver needs it, as it is agreed or as its owner expects it."""

    code = "after_needed_by"
    subject = Subject.COMMITMENT
    title = "After it is needed"
    weak = "It is due, or its owner expects it, after the date by which its receiver needs it."
    weak_when = "GREATEST(facts.due_on, facts.expected_on) > facts.needed_by"
    template = "Needed by 18 Mar and expected on 22 Mar, 4 days after that."
    next_step = "Ask the receiver what would help until then, or agree on a part of it by the day it is needed."

    @override
    def is_weak(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.needed_by is not None and _comes_on(facts) > facts.needed_by

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        expected_on = iso(facts.expected_on) if _comes_on(facts) != facts.due_on else None
        return {"needed_by": iso(facts.needed_by), "due_on": iso(facts.due_on), "expected_on": expected_on}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        needed_by = day_in(evidence, "needed_by")
        is_agreed = evidence["expected_on"] is None
        comes_on = day_in(evidence, "due_on" if is_agreed else "expected_on")
        comes = f"{'due' if is_agreed else 'expected'} on {short(comes_on, as_of=as_of)}"
        after = count((comes_on - needed_by).days, "day")
        return f"Needed by {short(needed_by, as_of=as_of)} and {comes}, {after} after that."


def _comes_on(facts: CommitmentFacts) -> date:
    return max(facts.due_on, facts.expected_on or facts.due_on)
