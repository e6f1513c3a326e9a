"""Two texts beside each other, with the words that differ marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

WORD = re.compile(r"\w+(?:[.,:/@'\u2019-]\w+)*|[^\w\s]")  # 97.5, 10:00 and an address are one word
# The comparison takes time with the square of their number; texts beyond are marked as a whole.
MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text, in one run; `is_marked` when the other text does not have it here."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """Each text in pieces that add up to it; an empty text has none."""

    was: tuple[Piece, ...]
    now: tuple[Piece, ...]


def marked(was: str, now: str) -> Marked:
    """Return both texts, marked by whole words; that only the space between them differs does not show."""
    before, after = WORD.findall(was), WORD.findall(now)
    in_before, in_after = [False] * len(before), [False] * len(after)
    for start, other, length in _shared(before, after):
        in_before[start : start + length] = [True] * length
        in_after[other : other + length] = [True] * length
    return Marked(_pieces(was, in_before), _pieces(now, in_after))


def _shared(before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[int, int, int]]:
    """Return runs of words in both: where each starts in `before` and in `after`, and how many words it has."""
    if before == after:
        return [(0, 0, len(before))]
    if len(before) + len(after) > MOST_WORDS:
        return []
    return SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()


def _pieces(text: str, is_shared: Sequence[bool]) -> tuple[Piece, ...]:
    runs = groupby(_cuts(text, is_shared), key=lambda piece: piece.is_marked)
    return tuple(Piece("".join(piece.text for piece in run), is_marked) for is_marked, run in runs)


def _cuts(text: str, is_shared: Sequence[bool]) -> Iterator[Piece]:
    """Cut out words and what lies between them; the space between two marked words is marked with them."""
    words = list(WORD.finditer(text))
    ends = [0, *(end for word in words for end in word.span()), len(text)]
    marks = [False, *(not shared for shared in is_shared), False]
    is_word_marked = [mark for pair in pairwise(marks) for mark in (all(pair), pair[1])][:-1]
    for (start, end), is_marked in zip(pairwise(ends), is_word_marked, strict=True):
        if start < end:
            yield Piece(text[start:end], is_marked)
