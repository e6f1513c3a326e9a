from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, iso, short
from teams.domain.language import noted, say


class OwnerAway(Rule[CommitmentFacts]):
    """Flag what falls due while its owner is away, by what they have said of themselves."""

    code = "owner_away"
    subject = Subject.COMMITMENT
    title = noted("The owner is away")
    weak = noted("Its owner is away until its date or longer.")
    weak_when = "facts.owner_is_active AND facts.due_on >= cut.today AND facts.owner_away_until >= facts.due_on"
    template = noted("Dana is away until 24 Mar; the date is 22 Mar.")
    next_step = noted("Hand it over, or ask whoever stands in for them.")

    @override
    def is_weak(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        is_to_come = facts.owner_is_active and facts.due_on >= cut.today
        return is_to_come and facts.owner_away_until is not None and facts.owner_away_until >= facts.due_on

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        return {
            "person": facts.owner_name.split(" ", maxsplit=1)[0],
            "away_until": iso(facts.owner_away_until),
            "due_on": iso(facts.due_on),
        }

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        until, due_on = (short(day_in(evidence, name), as_of=as_of) for name in ("away_until", "due_on"))
        return say(
            "{person} is away until {until}; the date is {day}.", person=evidence["person"], until=until, day=due_on
        )
