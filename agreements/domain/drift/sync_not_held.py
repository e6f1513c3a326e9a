from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence, day_in, iso, short
from teams.domain.language import noted, say

IN_A_ROW = {
    2: noted("Two syncs in a row were not held, the latest on {day}."),
    3: noted("Three syncs in a row were not held, the latest on {day}."),
    4: noted("Four syncs in a row were not held, the latest on {day}."),
    5: noted("Five syncs in a row were not held, the latest on {day}."),
}
MANY_IN_A_ROW = noted("{count} syncs in a row were not held, the latest on {day}.")


class SyncNotHeld(Rule[AgreementFacts]):
    """Flag a sync whose day is over and that was neither held nor cancelled."""

    code = "sync_not_held"
    subject = Subject.AGREEMENT
    title = noted("Sync not held")
    weak = noted("The day of the latest sync is over, and it was neither held nor cancelled.")
    strong = noted("Two in a row.")
    weak_when = "facts.syncs_not_held >= 1"
    strong_when = "facts.syncs_not_held >= cut.syncs_not_held"
    template = noted("Two syncs in a row were not held, the latest on 3 Mar.")
    next_step = noted("Hold the next one, or cancel it with a reason.")
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
            return say("The sync on {day} was neither held nor cancelled.", day=on)
        return say(IN_A_ROW.get(missing, MANY_IN_A_ROW), count=missing, day=on)
