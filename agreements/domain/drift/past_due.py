from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, count, day_in, short


class PastDue(Rule[CommitmentFacts]):
    """Flag what is not delivered although its last day is over where the agreement lives."""

    code = "past_due"
    subject = Subject.COMMITMENT
    title = "Past its date"
    strong = "The due date passed in the agreement's time zone, and nothing was delivered."
    strong_when = "facts.due_on < cut.today"
    template = "Its date, 15 Mar, passed 5 days ago with no outcome recorded."
    next_step = "Deliver it, or ask for a new date."

    @override
    def is_strong(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.due_on < cut.today

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        return {"due_on": facts.due_on.isoformat()}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        due_on = day_in(evidence, "due_on")
        ago = count((as_of - due_on).days, "day")
        return f"Its date, {short(due_on, as_of=as_of)}, passed {ago} ago with no outcome recorded."
