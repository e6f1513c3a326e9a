"""Letters and words of a line, as they are compared and as they are kept."""

import re
import unicodedata

from agreements.domain.readback.words import fold

WORDS = re.compile(r"[^\W_]+")
# Marks that turn the direction of what follows: of no use in a line, and able to make it look like another one.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF])
_LEADING = re.compile(r"^(?:[\s,;:.!?\u2013\u2014-]+|(?:please|will|shall|to)\s+(?=\S))", re.IGNORECASE)
_TRAILING = re.compile(r"(?:[\s,;:.\u2013\u2014-]+|\s(?:and|to|for|by))$", re.IGNORECASE)


def same(text: str) -> str:
    """Return `text` as names are compared: without accents, in one case."""
    return fold(text).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of `text` as they are compared."""
    return tuple(same(word) for word in WORDS.findall(text))


def composed(text: str) -> str:
    """Return `text` with each accent in its letter, as most keyboards write it."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """Return what is left of a line in one row: "to deliver the spec," becomes "deliver the spec"."""
    plain = "".join(" " if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} else letter for letter in text)
    row = re.sub(r"\s+([,;:.!?](?:\s|$))", r"\1", " ".join(plain.translate(_TURNS).split()))
    while (shorter := _TRAILING.sub("", _LEADING.sub("", row, count=1), count=1)) != row:
        row = shorter
    return row
