"""The rules that share numbers, side by side with the fields of a form that sets them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from agreements.domain.drift.registry import RULES, AnyRule
from agreements.domain.drift.thresholds import LIMITS


@dataclass(frozen=True, slots=True)
class ThresholdGroup:
    """Rules that compare with the same numbers, by the names of those."""

    rules: tuple[AnyRule, ...]
    names: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return f"{self.rules[0].subject}-{self.rules[0].code}"


@cache
def threshold_groups() -> tuple[ThresholdGroup, ...]:
    """Every number once, with all the rules that it moves; in the order of the rules."""
    groups: list[tuple[list[AnyRule], set[str]]] = []
    for rule in (rule for rule in RULES if rule.thresholds):
        _join(groups, rule)
    return tuple(ThresholdGroup(tuple(rules), _in_order(names)) for rules, names in groups)


def _join(groups: list[tuple[list[AnyRule], set[str]]], rule: AnyRule) -> None:
    """Put ``rule`` to the groups that share a number with it, which become one."""
    names = set(rule.thresholds)
    same = [group for group in groups if group[1] & names]
    if not same:
        groups.append(([rule], names))
        return
    first, *others = same
    for rules, other in others:
        first[0].extend(rules)
        first[1].update(other)
        groups.remove((rules, other))
    first[0].append(rule)
    first[1].update(names)


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    known = set(names)
    return tuple(limit.name for limit in LIMITS if limit.name in known)
