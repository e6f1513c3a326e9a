"""Each clause of frozen terms in words: which fields it draws on, and how a person reads it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.domain.cadence import WEEKDAYS, Frequency
from agreements.domain.differences import Entry, Pair
from agreements.domain.rhythm import rhythm
from agreements.reports.names import Json, Names
from teams.domain.language import say

READERS = {"organisation": "Everybody in the organisation", "parties": "The parties only"}
COURSES = {"up": "up", "down": "down", "hold": "is held"}


@dataclass(frozen=True, slots=True)
class Clause:
    """``write`` takes the whole entry and is empty where the terms say nothing."""

    words: str
    fields: tuple[str, ...]
    write: Callable[[Json, Names], str]


@dataclass(frozen=True, slots=True)
class ChangedClause:
    words: str
    was: str
    now: str


def changed_clauses(pair: Pair, names: Names) -> Iterator[ChangedClause]:
    """The clauses of an entry that differ, in the order in which a person reads them; empty where there was none."""
    for clause in CLAUSES[pair.kind]:
        if not set(clause.fields).isdisjoint(pair.fields):
            was, now = (_said(clause, entry, names) for entry in (pair.was, pair.now))
            yield ChangedClause(clause.words, was, now)


def quantity(digits: str, unit: str) -> str:
    """Write a decimal of the terms to its last digit: ``31%``, ``1,250.75 h``."""
    number = f"{Decimal(digits):,f}"
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


def cadence_sentence(cadence: Json) -> str:
    """Return `Sync every second Monday at 10:00 (Europe/Berlin), 30 minutes`."""
    often = rhythm(
        frequency=Frequency(cadence["frequency"]),
        interval=cadence["interval"],
        weekday=WEEKDAYS.index(cadence["weekday"]),
        nth=cadence["nth"],
    )
    return say(
        "Sync {often} at {time} ({time_zone}), {minutes} minutes",
        often=often,
        time=cadence["time"],
        time_zone=cadence["time_zone"],
        minutes=cadence["minutes"],
    )


def _said(clause: Clause, entry: Entry | None, names: Names) -> str:
    return clause.write(entry.values, names) if entry else ""


def _text(field: str) -> Callable[[Json, Names], str]:
    return lambda values, _: values[field]


def _day(field: str) -> Callable[[Json, Names], str]:
    def write(values: Json, _: Names) -> str:
        return f"{date.fromisoformat(values[field]):%a %-d %b %Y}" if values[field] else ""

    return write


def _person(field: str) -> Callable[[Json, Names], str]:
    return lambda values, names: names.people[values[field]] if values[field] else ""


def _team(field: str) -> Callable[[Json, Names], str]:
    return lambda values, names: names.teams[values[field]]


def _days(field: str, words: str) -> Callable[[Json, Names], str]:
    return lambda values, _: f"{values[field]} {words}{'' if values[field] == 1 else 's'}"


def _quantity(field: str) -> Callable[[Json, Names], str]:
    return lambda values, _: quantity(values[field], values["unit"])


def _waits(values: Json, names: Names) -> str:
    return "; ".join(map(names.wait, values["waits_on"]))


def _bound(values: Json, names: Names) -> str:
    if values["bound"] is None:
        return ""
    on = say(" on “{metrics}”", metrics=names.metrics[values["bound_on"]]) if values["bound_on"] else ""
    unit = "" if values["bound_on"] else values["unit"]
    return f"{values['bound_kind'].replace('_', ' ')} {quantity(values['bound'], unit)}{on}"


CLAUSES: Mapping[str, tuple[Clause, ...]] = {
    "agreement": (
        Clause("Title", ("title",), _text("title")),
        Clause("Shared goal", ("shared_goal",), _text("shared_goal")),
        Clause("Starts", ("starts_on",), _day("starts_on")),
        Clause("Looked at again", ("review_on",), _day("review_on")),
        Clause("Notice of a change", ("notice_days",), _days("notice_days", "working day")),
        Clause("Who can read it", ("visibility",), lambda values, _: READERS[values["visibility"]]),
        Clause("Days end in", ("time_zone",), _text("time_zone")),
    ),
    "party": (
        Clause("Signs", ("representative",), _person("representative")),
        Clause("What it gives them", ("gains",), _text("gains")),
    ),
    "commitment": (
        Clause("What", ("deliverable",), _text("deliverable")),
        Clause("Done when", ("done_when",), _text("done_when")),
        Clause("Person", ("owner",), _person("owner")),
        Clause("Owed by", ("team",), _team("team")),
        Clause("For", ("for_team",), _team("for_team")),
        Clause("Confirmed by", ("accepted_by",), _person("accepted_by")),
        Clause("Due", ("due_on",), _day("due_on")),
        Clause("Needed by", ("needed_by",), _day("needed_by")),
        Clause("Waits for", ("waits_on",), _waits),
    ),
    "metric": (
        Clause("Name", ("name",), _text("name")),
        Clause("Direction", ("direction",), lambda values, _: COURSES[values["direction"]]),
        Clause("Begins at", ("baseline", "unit"), _quantity("baseline")),
        Clause("Begins on", ("starts_on",), _day("starts_on")),
        Clause("Target", ("target", "unit"), _quantity("target")),
        Clause("Target date", ("target_on",), _day("target_on")),
        Clause("Limit", ("bound", "bound_kind", "bound_on"), _bound),
        Clause("Read by", ("reporter",), _person("reporter")),
        Clause("Read every", ("every_days",), _days("every_days", "day")),
    ),
    "cadence": (
        Clause(
            "Rhythm",
            ("frequency", "interval", "weekday", "nth", "time", "minutes", "time_zone"),
            lambda values, _: cadence_sentence(values),
        ),
        Clause("From", ("starts_on",), _day("starts_on")),
    ),
}
