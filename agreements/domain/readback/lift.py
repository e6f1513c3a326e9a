"""Everything that is lifted out of a text, each place once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.domain.readback.amounts import PERCENT, Amount
from agreements.domain.readback.dates import named_dates, relative_dates
from agreements.domain.readback.grammar import Reader
from agreements.domain.readback.mentions import Kind, Mention
from agreements.domain.readback.people import people_in
from agreements.domain.readback.quantities import amounts_in
from agreements.domain.readback.recorded import Named
from agreements.domain.readback.spans import Taken

_MEASURED = re.compile(
    r"(?:\b(?:to|at|of|reach|reaches|reached|hit|hits|is|least|most|than|from|above|below|over|under|exceeds?|target)|[=≥≤<>])\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the reader of a text knows: the calendar, the people, and the amounts that the terms name."""

    reader: Reader
    people: tuple[Named, ...] = ()
    amounts: tuple[Amount, ...] = ()

    def knows(self, amount: Amount) -> bool:
        """Whether the terms name this amount."""
        return any(amount.is_same(known) for known in self.amounts)

    def counts(self, amount: Amount) -> bool:
        """Whether the terms name any amount of the same thing."""
        return any(amount.is_alike(known) for known in self.amounts)


def lift(text: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Return the dates, amounts and people of `text` in order."""
    taken = Taken()
    found = [
        *named_dates(text, reader=lexicon.reader, taken=taken),
        *_people(text, lexicon.people, taken),
        *relative_dates(text, reader=lexicon.reader, taken=taken),
        *_amounts(text, lexicon, taken),
    ]
    return tuple(sorted(found, key=lambda mention: mention.start))


def _people(text: str, people: tuple[Named, ...], taken: Taken) -> Iterator[Mention]:
    for start, end, key in people_in(text, people):
        if taken.take(start, end):
            yield Mention(Kind.PERSON, start, end, text[start:end], key)


def _amounts(text: str, lexicon: Lexicon, taken: Taken) -> Iterator[Mention]:
    for start, end, amount in amounts_in(text):
        if _is_meant(text, start, amount, lexicon) and taken.take(start, end):
            yield _mention(text, start, end, amount)


def _is_meant(text: str, start: int, amount: Amount, lexicon: Lexicon) -> bool:
    """Whether a number counts: "one" and vague nouns only where the terms count so, a bare one where it measures."""
    if not amount.dimension:
        return text[start].isdigit() and (
            lexicon.knows(amount) or bool(_MEASURED.search(text, max(0, start - 12), start))
        )
    if amount.number == 1 and text[start : start + 3].casefold() == "one":
        return lexicon.knows(amount) or (not amount.is_time and lexicon.counts(amount))
    return not amount.is_vague or lexicon.counts(amount)


def _mention(text: str, start: int, end: int, amount: Amount) -> Mention:
    kind = Kind.PERCENTAGE if amount.dimension == PERCENT else Kind.QUANTITY
    return Mention(kind, start, end, text[start:end], amount)
