"""What somebody looks for: a line read as words, where those words stand in a text, and what they may have meant."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from itertools import groupby

from agreements.domain.words_marked import Piece

LONGEST = 200  # letters of a line that are read
MOST_WORDS = 12
EXCERPT = 160  # letters
ALIKE = 0.72  # how much of two words must be the same for one to be a slip of the other

WORD = re.compile(r"[^\W_]+")
TOKEN = re.compile(r'(?P<minus>-?)(?:"(?P<whole>[^"]*)"?|(?P<plain>\S+))')
LABEL = re.compile(r"#?(?:a-?)?(\d{1,9})(?:\.(\d{1,6}))?", re.IGNORECASE)
SENTENCE = re.compile(r"@\w|\b(?:by|bis)\s+\w", re.IGNORECASE)
# Letters that are one sign to Unicode and a plain one, or two, to whoever types without them.
PLAIN = str.maketrans("\u0131øłđðħŧŋĸ", "iolddhtnq", "·\u02bc") | {ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th"}


class Found(StrEnum):
    """The kinds of things that are found, in the order in which they are shown."""

    AGREEMENTS = "agreements"
    COMMITMENTS = "commitments"
    PEOPLE = "people"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Term:
    """One word, the beginning of longer ones; or several ``is_whole`` ones in this order, as they were quoted."""

    words: tuple[str, ...]
    is_whole: bool = False
    is_without: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line as it was read: ``ways`` joined by "or", in each all of its terms. Without any, it says nothing."""

    text: str
    ways: tuple[tuple[Term, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Each word that is to be found, once."""
        terms = (term for way in self.ways for term in way if not term.is_without)
        return tuple(dict.fromkeys(word for term in terms for word in term.words))

    @property
    def label(self) -> tuple[int, int | None] | None:
        """The agreement, and of it the commitment, that a line such as ``A-31.4``, ``#31`` or ``31`` names."""
        found = LABEL.fullmatch(self.text)
        return (int(found[1]), int(found[2]) if found[2] else None) if found else None

    @property
    def is_sentence(self) -> bool:
        """Whether it reads like a promise: somebody is named, or a date."""
        return bool(SENTENCE.search(self.text)) and len(self.text.split()) > 2


def read(text: str) -> Wanted:
    """Read a line as it is typed into a box: words, ``"quoted together"``, ``or``, ``-without``. Never fails."""
    text = unicodedata.normalize("NFC", text[:LONGEST])
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    tokens = list(TOKEN.finditer(line))[:MOST_WORDS]
    parts = groupby(tokens, key=lambda token: (token["plain"] or "").casefold() == "or")
    ways = (tuple(term for token in some for term in _terms(token)) for is_or, some in parts if not is_or)
    return Wanted(line, tuple(way for way in ways if any(not term.is_without for term in way)))


def _terms(token: re.Match[str]) -> Iterator[Term]:
    words = tuple(WORD.findall(token["whole"] or token["plain"] or ""))
    is_without = bool(token["minus"])
    if token["whole"] is None and not is_without:
        yield from (Term((word,)) for word in words)
    elif words:
        yield Term(words, is_whole=token["whole"] is not None, is_without=is_without)


def fold(word: str) -> str:
    """A word without case and accents, as the index keeps it."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(PLAIN)


def is_hit(word: str, looked_for: Iterable[str]) -> bool:
    """Whether ``word`` of a text is one of the folded words that were looked for, a longer or another form of it."""
    here = fold(word)
    return any(here == one or (len(one) > 1 and (here.startswith(one) or _is_form(here, one))) for one in looked_for)


def _is_form(here: str, other: str) -> bool:
    """Two forms of one word: the same but for an ending of up to three letters."""
    shared = next((n for n, (a, b) in enumerate(zip(here, other, strict=False)) if a != b), min(len(here), len(other)))
    least = len(here) if shared == len(here) else 5
    return shared >= max(3, least) and max(len(here), len(other)) - shared <= 3


def marked(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """Return ``text`` in pieces that add up to it, those marked that were looked for."""
    looked_for = tuple(fold(word) for word in words)
    cuts = ((piece, bool(WORD.fullmatch(piece)) and is_hit(piece, looked_for)) for piece in _cut(text))
    runs = groupby(cuts, key=lambda cut: cut[1])
    return tuple(Piece("".join(piece for piece, _ in run), is_marked) for is_marked, run in runs)


def _cut(text: str) -> Iterator[str]:
    end = 0
    for word in WORD.finditer(text):
        yield from (part for part in (text[end : word.start()], word[0]) if part)
        end = word.end()
    if text[end:]:
        yield text[end:]


def excerpt(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """Return some of ``text`` around the first word that was looked for, marked; nothing, where none stands in it."""
    looked_for = tuple(fold(word) for word in words)
    line = " ".join(text.split())
    first = next((word for word in WORD.finditer(line) if is_hit(word[0], looked_for)), None)
    if first is None:
        return ()
    start = 0 if first.start() < EXCERPT // 2 else line.rfind(" ", 0, first.start() - EXCERPT // 3) + 1
    end = len(line) if len(line) - start <= EXCERPT else line.rfind(" ", start, start + EXCERPT)
    end = end if end > first.start() else start + EXCERPT
    return marked(f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}", words)


def meant(wanted: Wanted, texts: Iterable[str]) -> str:
    """The line with each word that stands in none of ``texts`` put right by the likest that does; "" if none is."""
    known = {fold(word): word for text in texts for word in WORD.findall(text)}
    put_right = wanted.text
    for word in wanted.words:
        close = get_close_matches(fold(word), known, n=1, cutoff=ALIKE)
        if close and close[0] != fold(word):
            put_right = re.sub(rf"\b{re.escape(word)}\b", known[close[0]], put_right)
    return "" if put_right == wanted.text else put_right
