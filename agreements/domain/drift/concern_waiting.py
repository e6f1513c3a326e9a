from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts, CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, in_days, iso
from teams.domain.language import noted, say

WEAK_WHEN = "GREATEST(facts.concern_on, cut.counts_from) < cut.concerns_before AND facts.concern_on IS NOT NULL"


class ConcernWaiting[Facts: (CommitmentFacts, AgreementFacts)](Rule[Facts]):
    """Flag a concern about the work that nobody has answered for more than five working days.

    One about how the parties work together is no flag, since others may read those: it comes to the sync.
    """

    code = "concern_waiting"
    title = noted("A concern waits")
    weak = noted("A concern about the work has waited for an answer for more than five working days.")
    weak_when = WEAK_WHEN
    template = noted("A concern from Sales has waited 9 days for an answer.")
    next_step = noted("Answer it, or talk about it at the sync.")
    follows = ("raised_on", "facts.concern_on")

    @override
    def is_weak(self, facts: Facts, cut: Cutoffs) -> bool:
        return facts.concern_on is not None and max(facts.concern_on, cut.counts_from) < cut.concerns_before

    @override
    def evidence(self, facts: Facts, cut: Cutoffs) -> Evidence:
        return {"raised_on": iso(facts.concern_on), "from": facts.concern_from}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        days = (as_of - day_in(evidence, "raised_on")).days
        return say("A concern from {team} has waited {days} for an answer.", team=evidence["from"], days=in_days(days))


class CommitmentConcernWaiting(ConcernWaiting[CommitmentFacts]):
    subject = Subject.COMMITMENT


class AgreementConcernWaiting(ConcernWaiting[AgreementFacts]):
    subject = Subject.AGREEMENT
