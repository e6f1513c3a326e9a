from datetime import date, timedelta
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, iso, short
from teams.domain.language import noted, say_many


class Overloaded(Rule[CommitmentFacts]):
    """Flag what is due in a week, Monday to Sunday, in which its owner has promised more than a few things.

    Counted over all agreements in force and said as a number alone, since not everybody may read the others. A week
    that is over cannot be planned any more, so dates that passed are left to their own rule.
    """

    code = "overloaded"
    subject = Subject.COMMITMENT
    title = noted("A full week")
    weak = noted("Its owner has more than 5 open commitments due in the same week, in all agreements together.")
    weak_when = "facts.due_on >= cut.today AND facts.due_that_week > cut.due_in_a_week"
    template = noted("Lena Brandt has 7 commitments due in the week of 15 Mar, in all agreements together.")
    next_step = noted("Agree early which of them may come in another week.")
    is_owner_first = True
    follows = ("due_that_week", "facts.due_that_week")
    thresholds = ("due_in_a_week",)

    @override
    def is_weak(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.due_on >= cut.today and facts.due_that_week > cut.due_in_a_week

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        monday = facts.due_on - timedelta(days=facts.due_on.weekday())
        return {"owner": facts.owner_name, "week_of": iso(monday), "due_that_week": facts.due_that_week}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        return say_many(
            int(evidence["due_that_week"] or 0),
            "{owner} has {count} commitment due in the week of {day}, in all agreements together.",
            "{owner} has {count} commitments due in the week of {day}, in all agreements together.",
            owner=evidence["owner"],
            day=short(day_in(evidence, "week_of"), as_of=as_of),
        )
