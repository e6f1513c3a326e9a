"""The numbers of the drift rules that an organisation, or one agreement, may set for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from teams.domain.errors import InvalidValueError


@dataclass(frozen=True, slots=True)
class Limit:
    """What a threshold means and between which values, both inclusive, it may be set."""

    name: str
    words: str
    unit: str
    default: int
    least: int
    most: int

    def say(self, number: int) -> str:
        """Return the number with its unit: "5 working days", "1 working day", "20 %"."""
        return f"{number} {self.unit.removesuffix('s') if number == 1 else self.unit}"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers that the rules compare with, by the names under which overrides are stored."""

    due_soon_days: int = 5
    unsaid_days: int = 14
    grace_working_days: int = 1
    grace_percent: int = 20
    readings_off_line: int = 4
    syncs_not_held: int = 2
    date_moves: int = 2
    due_in_a_week: int = 5
    reopenings: int = 3
    reopened_days: int = 180


WORDS = {
    "due_soon_days": ("A date is near from this many days before it", "working days", 1, 20),
    "unsaid_days": ("A check-in counts as recent for", "days", 1, 90),
    "grace_working_days": ("Grace after a round or an expected reading, at least", "working days", 0, 10),
    "grace_percent": ("Grace as a share of the cadence, if that is longer", "%", 0, 100),
    "readings_off_line": ("Readings in a row off the line that make a metric drift", "readings", 2, 20),
    "syncs_not_held": ("Syncs in a row not held that make an agreement drift", "syncs", 2, 10),
    "date_moves": ("Moves of one date that are a sign; one more makes it drift", "moves", 1, 10),
    "due_in_a_week": ("What one person may have due in a week without a sign, at most", "commitments", 1, 50),
    "reopenings": ("Times that two teams open the same topic until it is a sign", "times", 2, 10),
    "reopened_days": ("A topic counts as opened again within", "days", 30, 720),
}

LIMITS: tuple[Limit, ...] = tuple(
    Limit(name=field.name, default=getattr(Thresholds(), field.name), words=words, unit=unit, least=least, most=most)
    for field in fields(Thresholds)
    for words, unit, least, most in [WORDS[field.name]]
)


def thresholds_of(*overrides: Mapping[str, int]) -> Thresholds:
    """Return the defaults, overridden by the organisation's numbers, then by the agreement's.

    Names that no rule uses any more are passed over.
    """
    known = {limit.name for limit in LIMITS}
    chosen = {name: value for override in overrides for name, value in override.items() if name in known}
    return replace(Thresholds(), **chosen)


def check_thresholds(overrides: Mapping[str, int]) -> None:
    """Raise InvalidValueError, naming the fields, when a number lies outside its limits or is unknown."""
    limits = {limit.name: limit for limit in LIMITS}
    wrong = {
        name: [_sentence(limits.get(name))] for name, value in overrides.items() if not _fits(limits.get(name), value)
    }
    if wrong:
        raise InvalidValueError("Some of these numbers are not possible.", fields=wrong)


def _fits(limit: Limit | None, value: int) -> bool:
    return limit is not None and limit.least <= value <= limit.most


def _sentence(limit: Limit | None) -> str:
    if limit is None:
        return "No drift rule knows this number."
    return f"Choose between {limit.least} and {limit.most} {limit.unit}."
