from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, iso, short
from teams.domain.language import noted, say, say_many


class MovedOften(Rule[CommitmentFacts]):
    """Flag a date that was agreed anew again and again: each time was fair, and together they say something."""

    code = "moved_often"
    subject = Subject.COMMITMENT
    title = noted("Its date moves")
    weak = noted("Its date moved twice.")
    strong = noted("Its date moved three times.")
    weak_when = "facts.moves >= cut.date_moves"
    strong_when = "facts.moves > cut.date_moves"
    template = noted("Its date moved twice: first agreed for 1 Mar, now due on 22 Mar.")
    next_step = noted("Look at what makes it move, and agree on a date or a smaller piece that will hold.")
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
        moves = int(evidence["moves"] or 0)
        times = say("twice") if moves == 2 else say_many(moves, "once", "{count} times")
        now = short(day_in(evidence, "due_on"), as_of=as_of)
        if evidence["original_due_on"] is None:
            return say("Its date moved {times}: now due on {day}.", times=times, day=now)
        first = short(day_in(evidence, "original_due_on"), as_of=as_of)
        return say(
            "Its date moved {times}: first agreed for {first}, now due on {day}.", times=times, first=first, day=now
        )
