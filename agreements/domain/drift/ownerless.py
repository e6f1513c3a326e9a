from datetime import date
from typing import override

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts, CommitmentFacts
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence
from teams.domain.language import noted, say


class Ownerless(Rule[CommitmentFacts]):
    """Flag a commitment whose owner, or the person who accepts it, has left."""

    code = "ownerless"
    subject = Subject.COMMITMENT
    title = noted("Somebody left")
    strong = noted("The owner or the person who accepts it is no longer in the organisation.")
    strong_when = "NOT (facts.owner_is_active AND facts.accepter_is_active)"
    template = noted("Lena Brandt, who owns it, has left.")
    next_step = noted("Agree on who takes it over.")

    @override
    def is_strong(self, facts: CommitmentFacts, cut: Cutoffs) -> bool:
        return not (facts.owner_is_active and facts.accepter_is_active)

    @override
    def evidence(self, facts: CommitmentFacts, cut: Cutoffs) -> Evidence:
        if facts.owner_is_active:
            return {"person": facts.accepter_name, "role": "accepts"}
        return {"person": facts.owner_name, "role": "owns"}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        if evidence["role"] == "owns":
            return say("{person}, who owns it, has left.", person=evidence["person"])
        return say("{person}, who accepts it, has left.", person=evidence["person"])


class Unrepresented(Rule[AgreementFacts]):
    """Flag an agreement in which the person who signs for a party has left."""

    code = "ownerless"
    subject = Subject.AGREEMENT
    title = noted("A signer left")
    strong = noted("The person who signs for a party is no longer in the organisation.")
    strong_when = "facts.signer_gone IS NOT NULL"
    template = noted("Tomas Lindqvist, who signs for Sales, has left.")
    next_step = noted("Name who signs for the team from now on.")

    @override
    def is_strong(self, facts: AgreementFacts, cut: Cutoffs) -> bool:
        return facts.signer_gone is not None

    @override
    def evidence(self, facts: AgreementFacts, cut: Cutoffs) -> Evidence:
        return {"person": facts.signer_gone, "team": facts.signer_team, "party": facts.signer_party}

    @override
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        return say("{person}, who signs for {team}, has left.", person=evidence["person"], team=evidence["team"])
