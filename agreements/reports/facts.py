"""Stored facts as people read them: the JSON of an event or of a flag's evidence, one line a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from agreements.domain.commitments import Standing

SAID: dict[str, str] = {
    Standing.ON_TRACK: "on track",
    Standing.AT_RISK: "some doubt",
    Standing.OFF_TRACK: "need to adjust",
}

# Names whose plain reading ("due on") is not what the interface calls them.
WORDS = {
    "due_on": "due",
    "original_due_on": "first agreed for",
    "needed_by": "needed by",
    "expected_on": "expected",
    "starts_on": "starts",
    "review_on": "review",
    "target_on": "target date",
    "round_on": "check-in asked for",
    "rhythm": "how often",
    "read_on": "last reading",
    "read_by": "reading expected by",
    "standing_at": "last word given",
    "done_when": "done when",
    "accepted_by": "accepted by",
    "for_team": "for",
    "every_days": "read every (days)",
    "answer_within_days": "days to answer",
    "notice_days": "notice (working days)",
    "declared_on": "declared done",
    "waits_for": "waits for",
    "moves": "times moved",
    "week_of": "week from",
    "due_that_week": "due that week",
    "change": "number of the change",
    "unanswered": "answers missing",
    "unanswered_by": "not answered yet",
    "unsigned": "signatures missing",
    "unsigned_by": "not signed yet",
    "within_days": "within (days)",
}


UNSAID = {"party"}  # keys for programs


@dataclass(frozen=True, slots=True)
class Fact:
    words: str
    value: str


def facts(stored: Mapping[str, object]) -> tuple[Fact, ...]:
    """Return what ``stored`` says in its own order, what is empty left out."""
    return tuple(
        Fact(_words(name), in_words(value))
        for name, value in stored.items()
        if name not in UNSAID and value not in (None, "", [])
    )


def line(stored: Mapping[str, object]) -> str:
    """Return the same on one line: ``due 22 Mar 2027; owner Dana Whitfield``."""
    return "; ".join(f"{_uncapped(fact.words)} {fact.value}" for fact in facts(stored))


def in_words(value: object) -> str:
    """Write one value: dates as 22 Mar 2027, standings as the interface says them, lists joined."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return SAID.get(value) or _day(value)
        case list() | tuple():
            return ", ".join(in_words(part) for part in value)
        case Mapping():
            return line(value)
    return str(value)


def _words(name: str) -> str:
    said = WORDS.get(name) or name.replace("_", " ")
    return said[:1].upper() + said[1:]


def _uncapped(words: str) -> str:
    return words[:1].lower() + words[1:]


def _day(text: str) -> str:
    if len(text) > 10 and text[10] != "T":
        return text
    try:
        return f"{date.fromisoformat(text[:10]):%-d %b %Y}"
    except ValueError:
        return text
