"""The numbers of the drift rules that an organisation, or one agreement, may set for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from teams.domain.errors import InvalidValueError
from teams.domain.language import noted, say


@dataclass(frozen=True, slots=True)
class Limit:
    """What a threshold means and between which values, both inclusive, it may be set."""

    name: str
    words: str
    units: tuple[str, str]  # of one, of many
    default: int
    least: int
    most: int

    def say(self, number: int) -> str:
        """Return the number with its unit: "5 working days", "1 working day", "20 %"."""
        return f"{number} {self.unit_of(number)}"

    def unit_of(self, number: int) -> str:
        one, many = self.units
        return say(one if number == 1 else many)


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


# Units, of one and of many.
WORKING_DAYS = (noted("working day"), noted("working days"))
DAYS = (noted("day"), noted("days"))
PERCENT = ("%", "%")
READINGS = (noted("reading"), noted("readings"))
SYNCS = (noted("sync"), noted("syncs"))
MOVES = (noted("move"), noted("moves"))
COMMITMENTS = (noted("commitment"), noted("commitments"))
TIMES = (noted("time"), noted("times"))

WORDS = {
    "due_soon_days": (noted("A date is near from this many days before it"), WORKING_DAYS, 1, 20),
    "unsaid_days": (noted("A check-in counts as recent for"), DAYS, 1, 90),
    "grace_working_days": (noted("Grace after a round or an expected reading, at least"), WORKING_DAYS, 0, 10),
    "grace_percent": (noted("Grace as a share of the cadence, if that is longer"), PERCENT, 0, 100),
    "readings_off_line": (noted("Readings in a row off the line that make a metric drift"), READINGS, 2, 20),
    "syncs_not_held": (noted("Syncs in a row not held that make an agreement drift"), SYNCS, 2, 10),
    "date_moves": (noted("Moves of one date that are a sign; one more makes it drift"), MOVES, 1, 10),
    "due_in_a_week": (noted("What one person may have due in a week without a sign, at most"), COMMITMENTS, 1, 50),
    "reopenings": (noted("Times that two teams open the same topic until it is a sign"), TIMES, 2, 10),
    "reopened_days": (noted("A topic counts as opened again within"), DAYS, 30, 720),
}

LIMITS: tuple[Limit, ...] = tuple(
    Limit(name=field.name, default=getattr(Thresholds(), field.name), words=words, units=units, least=least, most=most)
    for field in fields(Thresholds)
    for words, units, least, most in [WORDS[field.name]]
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
        raise InvalidValueError(say("Some of these numbers are not possible."), fields=wrong)


def _fits(limit: Limit | None, value: int) -> bool:
    return limit is not None and limit.least <= value <= limit.most


def _sentence(limit: Limit | None) -> str:
    if limit is None:
        return say("No drift rule knows this number.")
    unit = limit.unit_of(limit.most)
    return say("Choose between {least} and {most} {unit}.", least=limit.least, most=limit.most, unit=unit)
