from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, iso, short


class MovedOften(Rule[CommitmentFacts]):
    """Flag a date that was agreed anew again and again: each time was fair, and together they say something."""

    code = "moved_often"
    subject = Subject.COMMITMENT
    title = "Its date moves"
    weak = "Its date moved twice."
    strong = "Its date moved three times."
    weak_when = "facts.moves >= cut.date_moves"
    strong_when = "facts.moves > cut.date_moves"
    template = "Its date moved twice: first agreed for 1 Mar, now due on 22 Mar."
    next_step = "Look at what makes it move, and agree on a date or a smaller piece that will hold."
    is_owner_first = True
    thresholds = ("date_moves",)

    @override
    def is_strong(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.moves > cut.date_moves

    @override
    def is_weak(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.moves >= cut.date_moves

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        return {"moves": facts.moves, "original_due_on": iso(facts.original_due_on), "due_on": iso(facts.due_on)}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        times = {1: "once", 2: "twice"}.get(int(evidence["moves"] or 0), f"{evidence['moves']} times")
        now = f"now due on {short(day_in(evidence, 'due_on'), as_of=as_of)}"
        if evidence["original_due_on"] is None:
            return f"Its date moved {times}: {now}."
        first = short(day_in(evidence, "original_due_on"), as_of=as_of)
        return f"Its date moved {times}: first agreed for {first}, {now}."
