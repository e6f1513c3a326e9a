"""People whom a line names: @dana, @dana@acme.example, @Dana Whitfield, @whit."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agreements.domain.capture.directory import KnownPerson
from agreements.domain.capture.letters import same
from agreements.domain.readback.people import EMAIL

AT = re.compile(r"(?<![^\s(\[{,;:\"'\u201c\u2018\u2013\u2014])@(?=[^\W_])")  # not within addresses of any kind
WORD = re.compile(r"[^\W_](?:[\w'\u2019.-]*[^\W_])?")
LONGEST_NAME = 5  # words
# What stands before a name says what the person has to do with it; after "with" and the like they are part of the text.
FOR = re.compile(r"\b(?:for|to)\s+$", re.IGNORECASE)
BY = re.compile(r"\bby\s+$", re.IGNORECASE)
BESIDE = re.compile(
    r"\b(?:with|from|of|about|via|cc|like|than|after|before|at|in|on|ask|asks|tell|help)\s+$", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"['\u2019]s$", re.IGNORECASE)
OWNING = re.compile(r"['\u2019]s\b", re.IGNORECASE)  # "@dana's notes" names the notes, nobody who writes them
# A word that goes on with the line and is no surname that begins alike.
_GOES_ON = frozenset(
    (
        "to",
        "for",
        "by",
        "on",
        "until",
        "till",
        "with",
        "and",
        "or",
        "will",
        "shall",
        "in",
        "at",
        "the",
        "of",
        "is",
        "has",
    )
)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A name in a line from its @ (`start`) up to `end`, and who may be meant; nobody where nobody is called so."""

    start: int
    end: int
    written: str
    people: tuple[KnownPerson, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it ends."""

    same: str
    end: int
    is_capital: bool


def mentions_in(text: str, people: tuple[KnownPerson, ...]) -> Iterator[Mentioned]:
    """Yield everybody whom `text` names with an @, and an address of somebody known at its very beginning."""
    first = EMAIL.match(text, len(text) - len(text.lstrip()))
    if first and (known := _of_address(first[0], people)):
        yield Mentioned(first.start(), first.start() + len(known[0].email), first[0], known)
    for sign in AT.finditer(text):
        yield _named(text, sign.end(), people)


def _named(text: str, start: int, people: tuple[KnownPerson, ...]) -> Mentioned:
    if address := EMAIL.match(text, start):
        written = address[0].rstrip(".")
        return Mentioned(start - 1, start + len(written), written, _of_address(written, people))
    words = _words(text, start)
    for count in range(len(words), 1, -1):
        if found := _of_full_name(words[:count], people):
            return Mentioned(start - 1, words[count - 1].end, text[start : words[count - 1].end], found)
    found = _of_word(words[0].same, people)
    return Mentioned(start - 1, words[0].end, text[start : words[0].end], found)


def _of_address(written: str, people: tuple[KnownPerson, ...]) -> tuple[KnownPerson, ...]:
    address = written.rstrip(".").casefold()
    return tuple(one for one in people if one.email == address)


def _words(text: str, start: int) -> list[Word]:
    words: list[Word] = []
    end = start
    for match in WORD.finditer(text, start):
        if len(words) == LONGEST_NAME or (
            words and (not text[end : match.start()].isspace() or "\n" in text[end : match.start()])
        ):
            break
        bare = _POSSESSIVE.sub("", match[0])
        words.append(Word(same(bare), match.start() + len(bare), match[0][0].isupper()))
        end = match.end()
    return words


def _of_full_name(words: list[Word], people: tuple[KnownPerson, ...]) -> tuple[KnownPerson, ...]:
    """Return whose name these words are, or begin in capitals: Dana Whitfield, Dana W."""
    *whole, last = (word.same for word in words)
    found = [one for one in people if _parts(one) == [*whole, last]]
    if found or not words[-1].is_capital or last in _GOES_ON:
        return tuple(found)
    return tuple(
        one
        for one in people
        if (parts := _parts(one))[: len(whole)] == whole
        and len(parts) > len(whole)
        and parts[len(whole)].startswith(last)
    )


def _of_word(word: str, people: Iterable[KnownPerson]) -> tuple[KnownPerson, ...]:
    """Return whom one word calls: by first name, else by another name or the address, else by what these begin with."""
    for is_called in _WAYS:
        if found := tuple(one for one in people if is_called(one, word)):
            return found
    return ()


def _parts(person: KnownPerson) -> list[str]:
    return [same(part) for part in person.name.split()]


def _is_first(person: KnownPerson, word: str) -> bool:
    return _parts(person)[:1] == [word]


def _is_other(person: KnownPerson, word: str) -> bool:
    return word in _parts(person) or word == same(person.email.partition("@")[0])


def _begins(person: KnownPerson, word: str) -> bool:
    return any(part.startswith(word) for part in _parts(person))


_WAYS: tuple[Callable[[KnownPerson, str], bool], ...] = (_is_first, _is_other, _begins)
