from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, iso, short

WORDS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}


class SyncNotHeld(Rule[AgreementFacts]):
    """Flag a sync whose day is over and that was neither held nor cancelled."""

    code = "sync_not_held"
    subject = Subject.AGREEMENT
    title = "Sync not held"
    weak = "The day of the latest sync is over, and it was neither held nor cancelled."
    strong = "Two in a row."
    weak_when = "facts.syncs_not_held >= 1"
    strong_when = "facts.syncs_not_held >= cut.syncs_not_held"
    template = "Two syncs in a row were not held, the latest on 3 Mar."
    next_step = "Hold the next one, or cancel it with a reason."
    follows = ("sync_on", "facts.sync_on")
    thresholds = ("syncs_not_held",)

    @override
    def is_strong(self, facts: AgreementFacts, cut: Cutoffs) -> bool:
        return facts.syncs_not_held >= cut.syncs_not_held

    @override
    def is_weak(self, facts: AgreementFacts, cut: Cutoffs) -> bool:
        return facts.syncs_not_held >= 1

    @override
    def evidence(self, facts: AgreementFacts, cut: Cutoffs) -> Evidence:
        return {"sync_on": iso(facts.sync_on), "syncs_not_held": facts.syncs_not_held}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        on = short(day_in(evidence, "sync_on"), as_of=as_of)
        missing = int(evidence["syncs_not_held"] or 0)
        if missing == 1:
            return f"The sync on {on} was neither held nor cancelled."
        return f"{WORDS.get(missing, missing)} syncs in a row were not held, the latest on {on}."
