from datetime import date
from typing import override

from agreements.domain.commitments import Standing
from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence
from teams.domain.language import noted, say

SAID = {  # by the owner, and by the receiver two steps away
    Standing.ON_TRACK: noted("{owner} says it is on track; {receiver}, who receives it, says it needs to be adjusted."),
    Standing.OFF_TRACK: noted(
        "{owner} says it needs to be adjusted; {receiver}, who receives it, says it is on track."
    ),
}
ANOTHER_WORD = noted("{owner} and {receiver}, who receives it, saw it two steps apart.")  # said since then


class Disputed(Rule[CommitmentFacts]):
    """Flag what its owner and its receiver see two steps apart, even when the owner says that all is well."""

    code = "disputed"
    subject = Subject.COMMITMENT
    title = noted("Seen differently")
    strong = noted("Owner and receiver answered the same round two steps apart.")
    strong_when = "facts.is_disputed"
    template = noted("Lena Brandt says it is on track; Tomas Lindqvist, who receives it, says it needs to be adjusted.")
    next_step = noted("Talk for five minutes: what does each of you see?")

    @override
    def is_strong(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.is_disputed

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        return {"owner": facts.owner_name, "receiver": facts.accepter_name, "owner_said": facts.heard}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        said = {str(standing): words for standing, words in SAID.items()}.get(str(evidence["owner_said"]), ANOTHER_WORD)
        return say(said, owner=evidence["owner"], receiver=evidence["receiver"])
