from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence
from teams.domain.language import noted, say


class Reopened(Rule[AgreementFacts]):
    """Flag an argument that two teams have again and again: concerns about the work and changes with one topic.

    Counted over this agreement and those of the same two teams that the whole organisation may read.
    """

    code = "reopened"
    subject = Subject.AGREEMENT
    title = noted("The same topic again")
    weak = noted("The same two teams opened the same topic again: the third time in 180 days.")
    weak_when = "facts.reopenings >= cut.reopenings"
    template = noted(
        "“Rollout” came up 3 times between Product and Sales within 180 days: a shared goal may be missing."
    )
    next_step = noted("Talk about what each of you needs behind it, and write down the goal that you share.")
    follows = ("times", "facts.reopenings")
    thresholds = ("reopenings", "reopened_days")

    @override
    def is_weak(self, facts: AgreementFacts, cut: Cutoffs) -> bool:
        return facts.reopenings >= cut.reopenings

    @override
    def evidence(self, facts: AgreementFacts, cut: Cutoffs) -> Evidence:
        return {
            "topic": facts.reopened_topic,
            "between": facts.reopened_between,
            "times": facts.reopenings,
            "within_days": cut.reopened_days,
        }

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        return say(
            "“{topic}” came up {times} times between {teams} within {days} days: a shared goal may be missing.",
            topic=evidence["topic"],
            times=evidence["times"],
            teams=evidence["between"],
            days=evidence["within_days"],
        )
