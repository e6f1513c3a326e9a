from datetime import date, datetime
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, in_days, iso, short
from teams.domain import days
from teams.domain.language import noted, say

RHYTHMS = {  # what the evidence calls what passed, in a sentence
    "weekly sync": noted("the weekly sync"),
    "biweekly sync": noted("the biweekly sync"),
    "monthly sync": noted("the monthly sync"),
    "round of check-ins": noted("the round of check-ins"),
    "sync": noted("the sync"),
}


class Silent(Rule[CommitmentFacts]):
    """Flag a commitment whose owner let a round of check-ins pass without a word.

    Only what was in force when the round opened was asked for. Any word since then answers it, also a late one.
    """

    code = "silent"
    subject = Subject.COMMITMENT
    title = noted("No update")
    weak = noted("A round of check-ins ended, its grace is over, and the owner has not said a word since it opened.")
    strong = noted("The next sync passed without one too; without a cadence, the next round.")
    weak_when = "facts.opened_at < cut.silent_since AND COALESCE(facts.standing_at < cut.silent_since, TRUE)"
    strong_when = (
        "facts.opened_at < cut.silent_twice_since AND COALESCE(facts.standing_at < cut.silent_twice_since, TRUE)"
    )
    template = noted("No update for 16 days; the biweekly sync on 3 Mar passed without one.")
    next_step = noted("Check in: one tap says how it stands.")
    is_owner_first = True
    follows = ("round_on", "cut.round_on")
    thresholds = ("grace_working_days", "grace_percent")

    @override
    def is_strong(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return _is_quiet_since(cut.silent_twice_since, facts)

    @override
    def is_weak(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return _is_quiet_since(cut.silent_since, facts)

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        return {
            "round_on": iso(cut.round_on),
            "rhythm": cut.rhythm,
            "last_word_on": cut.local(facts.standing_at),
            "in_force_since": cut.local(facts.opened_at),
        }

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        round_on = day_in(evidence, "round_on")
        day = short(round_on, as_of=as_of)
        if strength is Strength.WEAK:
            weekday = days.weekday(round_on)
            return say("The {weekday} check-in on {day} passed without a word.", weekday=weekday, day=day)
        rhythm = say(RHYTHMS.get(str(evidence["rhythm"]), "the sync"))
        if evidence["last_word_on"] is None:
            return say(
                "No update yet, {days} after it came into force; {rhythm} on {day} passed without one.",
                days=in_days((as_of - day_in(evidence, "in_force_since")).days),
                rhythm=rhythm,
                day=day,
            )
        return say(
            "No update for {days}; {rhythm} on {day} passed without one.",
            days=in_days((as_of - day_in(evidence, "last_word_on")).days),
            rhythm=rhythm,
            day=day,
        )


def _is_quiet_since(since: datetime | None, facts: CommitmentFacts) -> bool:
    if since is None or facts.opened_at >= since:
        return False
    return facts.standing_at is None or facts.standing_at < since
