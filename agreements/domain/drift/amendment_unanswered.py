from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, days_ago, iso, short
from teams.domain.language import noted, say, say_many


class AmendmentUnanswered(Rule[AgreementFacts]):
    """Flag a change that was not answered in time and that nobody has decided on since: the longest waiting one."""

    code = "amendment_unanswered"
    subject = Subject.AGREEMENT
    title = noted("A change waits")
    strong = noted("The answers to a change were asked for by a day that passed, and nothing is decided.")
    strong_when = "facts.change_answer_by < cut.today"
    template = noted("Change 2 was to be answered by 12 Mar, 5 days ago; Lena Brandt has not answered.")
    next_step = noted("Whoever asked for it asks again with a new date, or withdraws it.")
    follows = ("change", "facts.change_number")

    @override
    def is_strong(self, facts: AgreementFacts, cut: Cutoffs) -> bool:
        return facts.change_answer_by is not None and facts.change_answer_by < cut.today

    @override
    def evidence(self, facts: AgreementFacts, cut: Cutoffs) -> Evidence:
        return {
            "change": facts.change_number,
            "answer_by": iso(facts.change_answer_by),
            "unanswered": facts.change_unanswered,
            "unanswered_by": facts.change_unanswered_by,
        }

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        answer_by = day_in(evidence, "answer_by")
        missing = int(evidence["unanswered"] or 0)
        waits = {
            "change": evidence["change"],
            "day": short(answer_by, as_of=as_of),
            "ago": days_ago((as_of - answer_by).days),
        }
        if not missing:
            return say("Change {change} was to be answered by {day}, {ago}, and is not decided.", **waits)
        return say_many(
            missing,
            "Change {change} was to be answered by {day}, {ago}; {people} has not answered.",
            "Change {change} was to be answered by {day}, {ago}; {people} have not answered.",
            people=evidence["unanswered_by"] or say_many(missing, "{count} person", "{count} people"),
            **waits,
        )
