from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import DeliveryFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, days_ago, short
from teams.domain.language import noted, say


class UnansweredDelivery(Rule[DeliveryFacts]):
    """Flag what was declared done and not answered in time: on its receiver, whoever owned it has done their part."""

    code = "unanswered_delivery"
    subject = Subject.COMMITMENT
    title = noted("Done, and not confirmed")
    weak = noted("It was declared done, the grace is over, and its receiver has neither confirmed it nor sent it back.")
    weak_when = "facts.declared_at < cut.declared_before"
    template = noted("Declared done on 12 Mar, 5 days ago, and not answered yet.")
    next_step = noted("Confirm that it is kept, or say what is missing.")
    is_owner_first = True  # whoever receives it is told first
    thresholds = ("grace_working_days", "grace_percent")

    @override
    def is_weak(self, facts: DeliveryFacts, cut: Cutoffs) -> bool:
        return cut.declared_before is not None and facts.declared_at < cut.declared_before

    @override
    def evidence(self, facts: DeliveryFacts, cut: Cutoffs) -> Evidence:
        return {"declared_on": cut.local(facts.declared_at), "waits_for": facts.accepter_name}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        declared_on = day_in(evidence, "declared_on")
        return say(
            "Declared done on {day}, {ago}, and not answered yet.",
            day=short(declared_on, as_of=as_of),
            ago=days_ago((as_of - declared_on).days),
        )
