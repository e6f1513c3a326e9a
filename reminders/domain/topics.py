"""What reminders are about, as people choose what they want to be told of."""

from dataclasses import dataclass
from enum import StrEnum

from teams.domain.language import noted, say


@dataclass(frozen=True, slots=True)
class Words:
    """A topic in words: its name, and what it brings."""

    name: str
    brings: str


class Topic(StrEnum):
    """A group of kinds that is wanted, or not, as one."""

    CHECK_INS = "check_ins"
    DATES = "dates"
    SYNCS = "syncs"
    DRIFT = "drift"
    TERMS = "terms"
    CONCERNS = "concerns"
    OUTCOMES = "outcomes"
    SUMMARIES = "summaries"

    @property
    def words(self) -> Words:
        """Return how pages name it."""
        words = WORDS[self]
        return Words(say(words.name), say(words.brings))


WORDS = {
    Topic.CHECK_INS: Words(
        noted("Check-ins"), noted("A round asks how your commitments stand, or somebody asks for news.")
    ),
    Topic.DATES: Words(noted("Dates"), noted("What you owe comes due, or is past its date.")),
    Topic.SYNCS: Words(noted("Syncs"), noted("A sync is near, moves or is cancelled; its notes are written.")),
    Topic.DRIFT: Words(noted("Drift"), noted("Something you take part in has gone quiet or is drifting.")),
    Topic.TERMS: Words(noted("Terms"), noted("Terms come into force; a window for answers ends.")),
    Topic.CONCERNS: Words(
        noted("Concerns and decisions"), noted("A concern is raised or answered; a decision is made.")
    ),
    Topic.OUTCOMES: Words(noted("Deliveries"), noted("Something is declared done, sent back or kept.")),
    Topic.SUMMARIES: Words(noted("Summaries"), noted("Your week ahead, or how teams keep their word.")),
}
