"""A text cut into clauses: the pieces in which people say one thing each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.domain.readback.mentions import Mention

_SENTENCE = r"[.!?;](?=\s|$)|\n+"
_CUT = re.compile(
    rf"(?P<sentence>{_SENTENCE})|,(?=\s)|\s[\u2013\u2014-]\s"
    r"|\s(?=(?:and|but|so|while|whereas|then|because|which|plus)\s)"
    r"|(?:^|\s)(?=(?P<aside>once|when|as\s+soon\s+as|after|before|until|if|unless)\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """The text from `start` up to `end` (exclusive).

    It `opens` a sentence or goes on with one; an `aside` (once pricing is live) says when, and is nobody's main point.
    """

    start: int
    end: int
    opens: bool
    aside: bool


def cut(text: str, mentions: tuple[Mention, ...]) -> tuple[Clause, ...]:
    """Return the clauses of `text` in order; no mention is cut, and a time stays with its "after" or "until"."""
    clauses, start, opens, aside = [], 0, True, False
    for match in _cuts(text, mentions):
        clauses.append(Clause(start, match.start(), opens, aside))
        start, opens, aside = match.end(), bool(match["sentence"]), bool(match["aside"])
    clauses.append(Clause(start, len(text), opens, aside))
    return _with_words(clauses, text)


def _cuts(text: str, mentions: tuple[Mention, ...]) -> Iterator[re.Match[str]]:
    starts = {mention.start for mention in mentions}
    for match in _CUT.finditer(text):
        inside = any(mention.start < match.end() and match.start() < mention.end for mention in mentions)
        if inside or (match["aside"] and _next_word(text, match.end("aside")) in starts):
            continue
        yield match


def _next_word(text: str, at: int) -> int:
    """Return where the next word stands, over an article."""
    match = re.compile(r"\s+(?:the\s+|a\s+)?").match(text, at)
    return match.end() if match else at


def _with_words(clauses: list[Clause], text: str) -> tuple[Clause, ...]:
    """Leave out the empty ones; what follows one that opened a sentence opens it instead."""
    kept: list[Clause] = []
    opens = False
    for clause in clauses:
        opens = opens or clause.opens
        if text[clause.start : clause.end].strip():
            kept.append(Clause(clause.start, clause.end, opens, clause.aside))
            opens = False
    return tuple(kept)
