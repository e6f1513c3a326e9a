from datetime import date, datetime
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, count, day_in, iso, short


class Silent(Rule[CommitmentFacts]):
    """Flag a commitment whose owner let a round of check-ins pass without a word.

    Only what was in force when the round opened was asked for. Any word since then answers it, also a late one.
    """

    code = "silent"
    subject = Subject.COMMITMENT
    title = "No update"
    weak = "A round of check-ins ended, its grace is over, and the owner has not said a word since it opened."
    strong = "The next sync passed without one too; without a cadence, the next round."
    weak_when = "facts.opened_at < cut.silent_since AND COALESCE(facts.standing_at < cut.silent_since, TRUE)"
    strong_when = (
        "facts.opened_at < cut.silent_twice_since AND COALESCE(facts.standing_at < cut.silent_twice_since, TRUE)"
    )
    template = "No update for 16 days; the biweekly sync on 3 Mar passed without one."
    next_step = "Check in: one tap says how it stands."
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
        if strength is Strength.WEAK:
            return f"The {round_on:%A} check-in on {short(round_on, as_of=as_of)} passed without a word."
        if evidence["last_word_on"] is None:
            quiet = count((as_of - day_in(evidence, "in_force_since")).days, "day")
            said = f"No update yet, {quiet} after it came into force"
        else:
            said = f"No update for {count((as_of - day_in(evidence, 'last_word_on')).days, 'day')}"
        return f"{said}; the {evidence['rhythm']} on {short(round_on, as_of=as_of)} passed without one."


def _is_quiet_since(since: datetime | None, facts: CommitmentFacts) -> bool:
    if since is None or facts.opened_at >= since:
        return False
    return facts.standing_at is None or facts.standing_at < since
