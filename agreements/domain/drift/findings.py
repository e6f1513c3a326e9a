"""From the facts of one subject to what all its rules say."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.rules import Rule
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence
from teams.domain.language import ENGLISH, speaking


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one subject, in words as of the day of the cut-offs."""

    rule: Rule[Any]
    strength: Strength
    evidence: Evidence
    sentence: str


def findings(*, rules: Iterable[Rule[Any]], facts: object, cut: Cutoffs) -> dict[str, Finding]:
    """Return what each rule that fires says, by its code; `facts` are of the kind the rules look at."""
    strengths = {rule: rule.strength(facts, cut) for rule in rules}
    return {rule.code: _finding(rule, strength, facts, cut) for rule, strength in strengths.items() if strength}


def _finding(rule: Rule[Any], strength: Strength, facts: object, cut: Cutoffs) -> Finding:
    evidence = rule.evidence(facts, cut)
    with speaking(ENGLISH):  # it is stored; readers get it said anew, in their language
        sentence = rule.sentence(evidence, strength=strength, as_of=cut.today)
    return Finding(rule=rule, strength=strength, evidence=evidence, sentence=sentence)
