from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import ProposalFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, count, day_in, iso, short


class ReadbackStalled(Rule[ProposalFacts]):
    """Flag terms that were proposed and not signed by every party while there was time to answer."""

    code = "readback_stalled"
    subject = Subject.AGREEMENT
    title = "Proposed, not signed"
    weak = "It was proposed, the time to answer is over, and not every party has signed."
    weak_when = "facts.answer_by < cut.today"
    template = "The time to answer ended on 12 Mar, 5 days ago; Sales has not signed."
    next_step = "Whoever proposed it gives more time, or takes it back and proposes what everybody can sign."

    @override
    def is_weak(self, facts: ProposalFacts, cut: Cutoffs) -> bool:
        return facts.answer_by < cut.today

    @override
    def evidence(self, facts: ProposalFacts, cut: Cutoffs) -> Evidence:
        return {"answer_by": iso(facts.answer_by), "unsigned": facts.unsigned, "unsigned_by": facts.unsigned_by}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        answer_by = day_in(evidence, "answer_by")
        ago = count((as_of - answer_by).days, "day")
        have = "has" if evidence["unsigned"] == 1 else "have"
        ended = f"The time to answer ended on {short(answer_by, as_of=as_of)}, {ago} ago"
        return f"{ended}; {evidence['unsigned_by']} {have} not signed."
