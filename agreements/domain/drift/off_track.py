from datetime import date
from typing import override

from agreements.domain.commitments import Standing
from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, iso, short
from teams.domain.language import noted, say


class OffTrack(Rule[CommitmentFacts]):
    """Flag what its owner says needs to be adjusted."""

    code = "off_track"
    subject = Subject.COMMITMENT
    title = noted("Needs to be adjusted")
    strong = noted("The owner's latest word is “need to adjust”.")
    strong_when = "facts.standing = 'off_track'"
    template = noted("Lena Brandt said on 3 Mar that it needs to be adjusted.")
    next_step = noted("Ask for a change now, while there is time to answer it.")

    @override
    def is_strong(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.standing == Standing.OFF_TRACK

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        return {
            "owner": facts.owner_name,
            "said_on": cut.local(facts.standing_at),
            "expected_on": iso(facts.expected_on),
            "due_on": iso(facts.due_on),
        }

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        if not evidence["said_on"]:
            return say("{owner} said that it needs to be adjusted.", owner=evidence["owner"])
        day = short(day_in(evidence, "said_on"), as_of=as_of)
        return say("{owner} said on {day} that it needs to be adjusted.", owner=evidence["owner"], day=day)
