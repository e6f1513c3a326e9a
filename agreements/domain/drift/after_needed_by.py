from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, in_days, iso, short
from teams.domain.language import noted, say


class AfterNeededBy(Rule[CommitmentFacts]):
    """Flag what comes after the day on which its receiver needs it, as it is agreed or as its owner expects it."""

    code = "after_needed_by"
    subject = Subject.COMMITMENT
    title = noted("After it is needed")
    weak = noted("It is due, or its owner expects it, after the date by which its receiver needs it.")
    weak_when = "GREATEST(facts.due_on, facts.expected_on) > facts.needed_by"
    template = noted("Needed by 18 Mar and expected on 22 Mar, 4 days after that.")
    next_step = noted("Ask the receiver what would help until then, or agree on a part of it by the day it is needed.")

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
        return say(
            "Needed by {needed_by} and due on {comes_on}, {days} after that."
            if is_agreed
            else "Needed by {needed_by} and expected on {comes_on}, {days} after that.",
            needed_by=short(needed_by, as_of=as_of),
            comes_on=short(comes_on, as_of=as_of),
            days=in_days((comes_on - needed_by).days),
        )


def _comes_on(facts: CommitmentFacts) -> date:
    return max(facts.due_on, facts.expected_on or facts.due_on)
