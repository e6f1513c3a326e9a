from datetime import date
from typing import override

from agreements.domain.commitments import Standing
from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, short
from teams.domain.language import noted, say

FALLING = (Standing.ON_TRACK, Standing.AT_RISK, Standing.OFF_TRACK)
LASTING = (Standing.AT_RISK,) * 3


class AtRisk(Rule[CommitmentFacts]):
    """Flag doubt of the owner, and confidence that fell step by step over three check-ins."""

    code = "at_risk"
    subject = Subject.COMMITMENT
    title = noted("Some doubt")
    weak = noted("The owner has some doubt, in the latest check-in that both may read or for three in a row.")
    strong = noted("The owner's confidence fell over three check-ins: on track, some doubt, need to adjust.")
    weak_when = "facts.heard = 'at_risk'"
    strong_when = "facts.recent = ARRAY['on_track', 'at_risk', 'off_track']"
    template = noted("Some doubt for three check-ins in a row.")
    next_step = noted("Say what would help, or ask for more time early.")

    @override
    def is_strong(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.recent == FALLING

    @override
    def is_weak(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.heard == Standing.AT_RISK

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        return {
            "owner": facts.owner_name,
            "said_on": cut.local(facts.heard_at),
            "check_ins_in_doubt": 3 if facts.recent == LASTING else 1,
        }

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        if strength is Strength.STRONG:
            return say("Confidence went from on track to some doubt to need to adjust over three check-ins.")
        if evidence["check_ins_in_doubt"] == len(LASTING):
            return say("Some doubt for three check-ins in a row.")
        if not evidence["said_on"]:
            return say("{owner} said that there is some doubt.", owner=evidence["owner"])
        day = short(day_in(evidence, "said_on"), as_of=as_of)
        return say("{owner} said on {day} that there is some doubt.", owner=evidence["owner"], day=day)
