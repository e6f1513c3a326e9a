"""Words of English text: where they stand, their stems, and those that carry no meaning of their own."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.domain.readback.vocabulary import COMMON, LINKING, PRONOUNS

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")

STOP = LINKING | PRONOUNS | COMMON

_ENDINGS = ("ations", "ation", "ions", "ion", "ings", "ing", "ed")
_LOOKALIKES = {0x130: "I", 0x131: "i", 0x17F: "s", 0x212A: "K"}
_STEM = 3  # letters that have to stay


@dataclass(frozen=True, slots=True)
class Word:
    """A word from `start` up to `end` (exclusive) as it is written, and its stem."""

    start: int
    end: int
    text: str
    stem: str


def words(text: str) -> Iterator[Word]:
    """Yield the words of `text` in order."""
    for match in WORD.finditer(text):
        yield Word(match.start(), match.end(), match[0], stem(match[0]))


def content(text: str) -> frozenset[str]:
    """Return the stems of the words of `text` that carry a meaning."""
    return frozenset(word.stem for word in words(text) if carries(word))


def carries(word: Word) -> bool:
    """Whether a word carries a meaning: no function word, no number."""
    return word.text.casefold() not in STOP and len(word.text) > 1 and not word.text[0].isdigit()


def fold(text: str) -> str:
    """Return `text` without accents, of the same length."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


def plain_letters(text: str) -> str:
    """Return `text` with those letters replaced that a search without regard to case takes for i, s and k."""
    return text.translate(_LOOKALIKES)


def stem(word: str) -> str:
    """Return what the forms of a word share: plans, planned and planning are all "plan".

    Light on purpose: the ending of a plural, then one of -ation, -ion, -ing, -ed, a doubled consonant, a last e.
    """
    bare = re.sub(r"['\u2019]s?$", "", fold(word).casefold())
    bare = _singular(bare)
    ending = next((end for end in _ENDINGS if bare.endswith(end) and len(bare) - len(end) >= _STEM), "")
    bare = bare.removesuffix(ending)
    if ending and bare[-1] == bare[-2] and bare[-1] not in "lsz":
        bare = bare[:-1]
    return bare.removesuffix("e") if len(bare) > _STEM else bare


def _singular(word: str) -> str:
    if len(word) <= _STEM or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word.removesuffix("s")
