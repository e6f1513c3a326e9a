from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, days_ago, short
from teams.domain.language import noted, say


class PastDue(Rule[CommitmentFacts]):
    """Flag what is not delivered although its last day is over where the agreement lives."""

    code = "past_due"
    subject = Subject.COMMITMENT
    title = noted("Past its date")
    strong = noted("The due date passed in the agreement's time zone, and nothing was delivered.")
    strong_when = "facts.due_on < cut.today"
    template = noted("Its date, 15 Mar, passed 5 days ago with no outcome recorded.")
    next_step = noted("Deliver it, or ask for a new date.")

    @override
    def is_strong(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.due_on < cut.today

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        return {"due_on": facts.due_on.isoformat()}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        due_on = day_in(evidence, "due_on")
        return say(
            "Its date, {day}, passed {ago} with no outcome recorded.",
            day=short(due_on, as_of=as_of),
            ago=days_ago((as_of - due_on).days),
        )
