"""A clause with everything that was found in it."""

import re
from dataclasses import dataclass

from agreements.domain.readback.clauses import Clause
from agreements.domain.readback.doers import Doer
from agreements.domain.readback.mentions import Kind, Mention
from agreements.domain.readback.people import teams_in
from agreements.domain.readback.recorded import Named
from agreements.domain.readback.words import Word, carries, words

_TO = re.compile(r"\b(?:to|for)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A clause as it reads, its words that carry a meaning, and who receives something in it (slugs of teams)."""

    clause: Clause
    text: str
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    doers: tuple[Doer, ...]
    receivers: frozenset[str]

    @property
    def stems(self) -> frozenset[str]:
        """Return the stems of its words."""
        return frozenset(word.stem for word in self.words)


def spoken(
    text: str, clause: Clause, *, mentions: tuple[Mention, ...], doers: tuple[Doer, ...], teams: tuple[Named, ...]
) -> Spoken:
    """Return what stands in one clause of `text`; the words of a date are no words of a deliverable."""
    inside = tuple(mention for mention in mentions if clause.start <= mention.start < clause.end)
    dates = [mention for mention in inside if mention.kind == Kind.DATE]
    reads = text[clause.start : clause.end]
    return Spoken(
        clause=clause,
        text=reads,
        words=tuple(word for word in _words(reads, clause.start) if not _is_in(word, dates)),
        mentions=inside,
        doers=tuple(doer for doer in doers if clause.start <= doer.start < clause.end),
        receivers=frozenset(key for start, _, key in teams_in(reads, teams) if _TO.search(reads, 0, start)),
    )


def _words(reads: str, start: int) -> list[Word]:
    return [Word(start + word.start, start + word.end, word.text, word.stem) for word in words(reads) if carries(word)]


def _is_in(word: Word, dates: list[Mention]) -> bool:
    return any(date.start <= word.start < date.end for date in dates)
