from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, days_ago, iso
from teams.domain.language import noted, say, say_many


class DueSoonUnsaid(Rule[CommitmentFacts]):
    """Flag a near date about which nobody has heard lately. On the day it comes into force nobody could."""

    code = "due_soon_unsaid"
    subject = Subject.COMMITMENT
    title = noted("Near its date, no word")
    weak = noted("Due within 5 working days, and no check-in within 14 days.")
    weak_when = (
        "facts.due_on BETWEEN cut.today AND cut.due_soon_until AND facts.opened_at < cut.day_began_at"
        " AND COALESCE(facts.standing_at < cut.unsaid_since, TRUE)"
    )
    template = noted("Due in 2 days; last word was 16 days ago.")
    next_step = noted("Check in: will the date hold?")
    is_owner_first = True
    thresholds = ("due_soon_days", "unsaid_days")

    @override
    def is_weak(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        is_near = cut.today <= facts.due_on <= cut.due_soon_until and facts.opened_at < cut.day_began_at
        return is_near and (facts.standing_at is None or facts.standing_at < cut.unsaid_since)

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        return {
            "due_on": iso(facts.due_on),
            "last_word_on": cut.local(facts.standing_at),
        }

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        left = (day_in(evidence, "due_on") - as_of).days
        due = say_many(left, "Due in {count} day", "Due in {count} days") if left > 0 else say("Due today")
        if evidence["last_word_on"] is None:
            return say("{due}; no word about it yet.", due=due)
        return say(
            "{due}; last word was {ago}.", due=due, ago=days_ago((as_of - day_in(evidence, "last_word_on")).days)
        )
