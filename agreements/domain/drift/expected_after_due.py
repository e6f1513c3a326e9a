from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, in_days, iso, short
from teams.domain.language import noted, say


class ExpectedAfterDue(Rule[CommitmentFacts]):
    """Flag what its owner expects later than its date."""

    code = "expected_after_due"
    subject = Subject.COMMITMENT
    title = noted("Expected after its date")
    strong = noted("The owner expects it after its due date.")
    strong_when = "facts.expected_on > facts.due_on"
    template = noted("Lena Brandt expects it on 22 Mar, 7 days after its date.")
    next_step = noted("Ask for the new date, so that those who wait can plan.")

    @override
    def is_strong(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.expected_on is not None and facts.expected_on > facts.due_on

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        return {"owner": facts.owner_name, "expected_on": iso(facts.expected_on), "due_on": iso(facts.due_on)}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        expected_on = day_in(evidence, "expected_on")
        return say(
            "{owner} expects it on {day}, {days} after its date.",
            owner=evidence["owner"],
            day=short(expected_on, as_of=as_of),
            days=in_days((expected_on - day_in(evidence, "due_on")).days),
        )
