from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import ProposalFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, days_ago, iso, short
from teams.domain.language import noted, say_many


class ReadbackStalled(Rule[ProposalFacts]):
    """Flag terms that were proposed and not signed by every party while there was time to answer."""

    code = "readback_stalled"
    subject = Subject.AGREEMENT
    title = noted("Proposed, not signed")
    weak = noted("It was proposed, the time to answer is over, and not every party has signed.")
    weak_when = "facts.answer_by < cut.today"
    template = noted("The time to answer ended on 12 Mar, 5 days ago; Sales has not signed.")
    next_step = noted("Whoever proposed it gives more time, or takes it back and proposes what everybody can sign.")

    @override
    def is_weak(self, facts: ProposalFacts, cut: Cutoffs) -> bool:
        return facts.answer_by < cut.today

    @override
    def evidence(self, facts: ProposalFacts, cut: Cutoffs) -> Evidence:
        return {"answer_by": iso(facts.answer_by), "unsigned": facts.unsigned, "unsigned_by": facts.unsigned_by}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        answer_by = day_in(evidence, "answer_by")
        return say_many(
            int(evidence["unsigned"] or 0),
            "The time to answer ended on {day}, {ago}; {teams} has not signed.",
            "The time to answer ended on {day}, {ago}; {teams} have not signed.",
            day=short(answer_by, as_of=as_of),
            ago=days_ago((as_of - answer_by).days),
            teams=evidence["unsigned_by"],
        )
