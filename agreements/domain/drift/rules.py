"""What a drift rule is. Each one is a class in its own file, listed in the registry."""

from abc import ABC, abstractmethod
from datetime import date
from enum import StrEnum
from typing import ClassVar

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts, CommitmentFacts, DeliveryFacts, MetricFacts, ProposalFacts
from agreements.domain.drift.strengths import Strength
from agreements.domain.drift.words import Evidence


class Subject(StrEnum):
    """What a rule looks at; a flag stands on one of them."""

    COMMITMENT = "commitment"
    METRIC = "metric"
    AGREEMENT = "agreement"


class Rule[Facts: (CommitmentFacts, DeliveryFacts, MetricFacts, AgreementFacts, ProposalFacts)](ABC):
    """One way in which something may drift, decided from its facts and the cut-offs alone.

    The condition stands here twice: in Python (`is_strong`, `is_weak`), which decides and explains, and in SQL
    (`strong_when`, `weak_when`) over the same names, with which the sweep finds the few rows to decide on. A twin test
    holds the two equal. An unknown (NULL) condition is false.
    """

    code: ClassVar[str]
    subject: ClassVar[Subject]
    title: ClassVar[str]
    weak: ClassVar[str] = ""  # when it is weak, in words; empty: never
    strong: ClassVar[str] = ""
    weak_when: ClassVar[str] = "FALSE"
    strong_when: ClassVar[str] = "FALSE"
    template: ClassVar[str]  # its sentence, as the help page shows it
    next_step: ClassVar[str]
    is_owner_first: ClassVar[bool] = False  # one working day before the others
    follows: ClassVar[tuple[str, str] | None] = None  # the evidence that waiting alone can change, and its SQL
    thresholds: ClassVar[tuple[str, ...]] = ()

    def strength(self, facts: Facts, cut: Cutoffs) -> Strength | None:
        """Return how strongly the rule fires, or None when it does not."""
        if self.is_strong(facts, cut):
            return Strength.STRONG
        return Strength.WEAK if self.is_weak(facts, cut) else None

    def is_strong(self, facts: Facts, cut: Cutoffs) -> bool:  # noqa: ARG002 - a rule that is never strong leaves it
        return False

    def is_weak(self, facts: Facts, cut: Cutoffs) -> bool:  # noqa: ARG002 - a rule that is never weak leaves it
        return False

    @abstractmethod
    def evidence(self, facts: Facts, cut: Cutoffs) -> Evidence:
        """Return the numbers and dates that the flag rests on, as JSON holds them."""

    @abstractmethod
    def sentence(self, evidence: Evidence, *, strength: Strength, as_of: date) -> str:
        """Say why, to everybody who may read the subject, with days counted up to the local date `as_of`."""
