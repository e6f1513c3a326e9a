from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, days_ago, iso, short
from teams.domain.language import noted, say


class ReviewDue(Rule[AgreementFacts]):
    """Flag an agreement whose parties wanted to look at it again by a day that is over."""

    code = "review_due"
    subject = Subject.AGREEMENT
    title = noted("Time to look at it again")
    weak = noted("The agreement's review date passed.")
    weak_when = "facts.review_on < cut.today"
    template = noted("It was to be looked at again on 1 Mar, 5 days ago.")
    next_step = noted("Look at it together: what still holds, what changes, and until when?")

    @override
    def is_weak(self, facts: AgreementFacts, cut: Cutoffs) -> bool:
        return facts.review_on is not None and facts.review_on < cut.today

    @override
    def evidence(self, facts: AgreementFacts, cut: Cutoffs) -> Evidence:
        return {"review_on": iso(facts.review_on)}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        review_on = day_in(evidence, "review_on")
        return say(
            "It was to be looked at again on {day}, {ago}.",
            day=short(review_on, as_of=as_of),
            ago=days_ago((as_of - review_on).days),
        )
