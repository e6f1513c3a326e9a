"""The rules as people read them: the data of the help page, taken from the rules themselves."""

from dataclasses import dataclass

from agreements.domain.drift.registry import RULES, AnyRule
from agreements.domain.drift.thresholds import LIMITS, Limit, Thresholds


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that a rule uses: its present `value`, and what it is when nobody sets it."""

    limit: Limit
    value: int


@dataclass(frozen=True, slots=True)
class RuleGuide:
    """One rule. `weak` and `strong` say when it fires, empty for never; `example` is a sentence of it."""

    code: str
    subject: str
    title: str
    weak: str
    strong: str
    example: str
    next_step: str
    is_owner_first: bool
    settings: tuple[Setting, ...]


def guide(thresholds: Thresholds) -> tuple[RuleGuide, ...]:
    """This will return every rule, in the registry's order, with its numbers as set in `thresholds`."""
    return tuple(_page(rule, thresholds) for rule in RULES)


def _page(rule: AnyRule, thresholds: Thresholds) -> RuleGuide:
    limits = [limit for limit in LIMITS if limit.name in rule.thresholds]
    return RuleGuide(
        code=rule.code,
        subject=rule.subject,
        title=rule.title,
        weak=rule.weak,
        strong=rule.strong,
        example=rule.template,
        next_step=rule.next_step,
        is_owner_first=rule.is_owner_first,
        settings=tuple(Setting(limit=limit, value=getattr(thresholds, limit.name)) for limit in limits),
    )
