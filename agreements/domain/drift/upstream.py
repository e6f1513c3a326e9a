from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, in_days, iso
from teams.domain.language import noted, say, say_many


class Upstream(Rule[CommitmentFacts]):
    """Flag what waits on something that drifts, or that can now only land after this one's date.

    Slack: the days between the landing of what it waits on, lag included, and its own date.
    """

    code = "upstream"
    subject = Subject.COMMITMENT
    title = noted("Waits on something that moves")
    weak = noted("What it waits on drifts, and some days of slack are left.")
    strong = noted("What it waits on drifts and no slack is left, or lands after this one's date.")
    weak_when = "facts.drifting_lands_on IS NOT NULL"
    strong_when = "facts.lands_on > facts.due_on OR facts.drifting_lands_on >= facts.due_on"
    template = noted("Waits for Metering API, which drifts; 1 day of slack is left.")
    next_step = noted("Talk to the owner of what it waits on, and agree on a date that works.")
    is_owner_first = True
    follows = (
        "lands_on",
        "CASE WHEN facts.lands_on > facts.due_on THEN facts.lands_on ELSE facts.drifting_lands_on END",
    )

    @override
    def is_strong(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        lands_after = facts.lands_on is not None and facts.lands_on > facts.due_on
        return lands_after or (facts.drifting_lands_on is not None and facts.drifting_lands_on >= facts.due_on)

    @override
    def is_weak(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return facts.drifting_lands_on is not None

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        is_after = facts.lands_on is not None and facts.lands_on > facts.due_on
        return {
            "waits_on": facts.lands_name if is_after else facts.drifting_name,
            "lands_on": iso(facts.lands_on if is_after else facts.drifting_lands_on),
            "due_on": iso(facts.due_on),
        }

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        slack = (day_in(evidence, "due_on") - day_in(evidence, "lands_on")).days
        waits_on = evidence["waits_on"]
        if slack < 0:
            return say(
                "Waits for {waits_on}, which now lands {days} after this one is due.",
                waits_on=waits_on,
                days=in_days(-slack),
            )
        if slack == 0:
            return say("Waits for {waits_on}, which drifts; no slack is left.", waits_on=waits_on)
        return say_many(
            slack,
            "Waits for {waits_on}, which drifts; {count} day of slack is left.",
            "Waits for {waits_on}, which drifts; {count} days of slack are left.",
            waits_on=waits_on,
        )
