"""The language that words are said in: one catalogue for pages, mails and the sentences of the domain.

Words are written in English where they are used and looked up by it. What no catalogue knows is said in English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

ENGLISH = "en"
GERMAN = "de"
CATALOGUES = Path(__file__).resolve().parents[2] / "locale"
MARKS = {ENGLISH: (",", "."), GERMAN: (".", ",")}  # between thousands, before the fraction

_spoken = ContextVar("language", default=ENGLISH)


def spoken() -> str:
    return _spoken.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in ``language`` in here; one that we have no marks for is English."""
    before = _spoken.set(language if language in MARKS else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(before)


def say(words: str, /, **facts: object) -> str:
    """Say ``words`` in the language spoken, with ``{names}`` in them filled in from ``facts``."""
    said = _catalogue(_spoken.get()).gettext(words) if words else ""  # which is what a catalogue calls its header
    return said.format(**facts) if facts else said


def say_many(count: int, one: str, many: str, /, **facts: object) -> str:
    """Say the form that fits ``count``, which both may name as ``{count}``."""
    said = _catalogue(_spoken.get()).ngettext(one, many, count)
    return said.format(count=count, **facts)


def noted(words: str) -> str:
    """Mark words of a table for the catalogue; they are said later, by ``say(table[key])``."""
    return words


def say_number(number: Decimal | float) -> str:
    """Write 1234.5 as "1,234.5", or "1.234,5" in German."""
    thousands, fraction = MARKS[_spoken.get()]
    return f"{number:,}".translate({ord(","): thousands, ord("."): fraction})


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    return translation("django", CATALOGUES, [language], fallback=True)
