"""The drift rules as a person reads them, with the numbers this organisation compares with."""

from dataclasses import dataclass
from datetime import datetime

from agreements.domain.drift.registry import RULES, AnyRule
from agreements.domain.drift.rules import Subject
from agreements.domain.drift.thresholds import LIMITS, Thresholds, thresholds_of
from agreements.reports.facts import Fact
from agreements.reports.flags import ON_RECEIVER, open_by_rule
from teams.domain.language import noted, say
from teams.models import Organisation, Person

NAMES = {
    Subject.COMMITMENT: noted("Commitments"),
    Subject.METRIC: noted("Joint metrics"),
    Subject.AGREEMENT: noted("Agreements"),
}
GROUPS = tuple((name, tuple(rule for rule in RULES if rule.subject == subject)) for subject, name in NAMES.items())


@dataclass(frozen=True, slots=True)
class RuleWords:
    """One rule: when it is a sign worth a look (``weak``), when it is drift by itself (``strong``); empty: never."""

    code: str
    anchor: str
    title: str
    weak: str
    strong: str
    example: str
    next_step: str
    told_first: str  # who sees it one working day before the others; empty: everybody at once
    numbers: tuple[Fact, ...]
    open: int  # flags open now in the reader's sight


def rules_in_words(*, viewer: Person, at: datetime) -> tuple[tuple[str, tuple[RuleWords, ...]], ...]:
    """Every registered rule, grouped by what it looks at. Two queries."""
    overrides = Organisation.objects.values_list("thresholds", flat=True).first()
    numbers, flagged = thresholds_of(overrides or {}), open_by_rule(viewer=viewer, at=at)
    return tuple(
        (say(name), tuple(_words(rule, numbers, flagged.get(rule.code, 0)) for rule in rules)) for name, rules in GROUPS
    )


def _words(rule: AnyRule, numbers: Thresholds, flagged: int) -> RuleWords:
    return RuleWords(
        code=rule.code,
        anchor=f"{rule.subject}-{rule.code}",
        title=say(rule.title),
        weak=say(rule.weak),
        strong=say(rule.strong),
        example=say(rule.template),
        next_step=say(rule.next_step),
        told_first=_first(rule),
        numbers=tuple(
            Fact(say(limit.words), limit.say(getattr(numbers, limit.name)))
            for limit in LIMITS
            if limit.name in rule.thresholds
        ),
        open=flagged,
    )


def _first(rule: AnyRule) -> str:
    if not rule.is_owner_first:
        return ""
    return say("The receiver") if rule.code in ON_RECEIVER else say("The owner")
