from datetime import date
from typing import override

from agreements.domain.commitments import Standing
from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence

ON_TRACK, ADJUST = "says it is on track", "says it needs to be adjusted"
SAID = {Standing.ON_TRACK: (ON_TRACK, ADJUST), Standing.OFF_TRACK: (ADJUST, ON_TRACK)}  # by the owner, the receiver


class Disputed(Rule[CommitmentFacts]):
    """Flag what its owner and its receiver see two steps apart, even when the owner says that all is well."""

    code = "disputed"
    subject = Subject.COMMITMENT
    title = "Seen differently"
    strong = "Owner and receiver answered the same round two steps apart."
    strong_when = "facts.is_disputed"
    template = "Lena Brandt says it is on track; Tomas Lindqvist, who receives it, says it needs to be adjusted."
    next_step = "Talk for five minutes: what does each of you see?"

    @override
    def is_strong(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.is_disputed

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        return {"owner": facts.owner_name, "receiver": facts.accepter_name, "owner_said": facts.heard}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        owner, receiver = evidence["owner"], evidence["receiver"]
        if evidence["owner_said"] not in SAID:  # another word since then
            return f"{owner} and {receiver}, who receives it, saw it two steps apart."
        first, second = SAID[Standing(str(evidence["owner_said"]))]
        return f"{owner} {first}; {receiver}, who receives it, {second}."
