"""Who does it: the person, the team, or the writer that a clause begins with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from agreements.domain.readback.mentions import Kind, Mention
from agreements.domain.readback.people import teams_in
from agreements.domain.readback.recorded import Named
from agreements.domain.readback.vocabulary import DELIVERING, LINKING, MODALS, NOT_BEFORE_DOER, RECEIVING
from agreements.domain.readback.words import stem, words

_WRITER = re.compile(r"\b(?:I|we|my\s+team|our\s+team)\b(?!\s*['\u2019](?:d|ve)\b)", re.IGNORECASE)
_DONE_BY = re.compile(r"\b(?:\w+(?:ed|en)|done|built|made|sent|led|run|met)\s+by\s+$", re.IGNORECASE)
_OWNER_IS = re.compile(r"\bowner\b\W*(?:is\s+|will\s+be\s+)?$", re.IGNORECASE)
_OWNS = re.compile(r"\s+(?:is|will\s+be|remains)\s+(?:the\s+owner|responsible|accountable)\b", re.IGNORECASE)
# What may stand between a name and its verb: Dana and Lena, Product (Dana).
_BESIDE_NAME = re.compile(r"^\s+(?:and|&)\s+\w+|^\s*\([^)]{0,40}\)")
_DELIVERING, _RECEIVING = frozenset(map(stem, DELIVERING)), frozenset(map(stem, RECEIVING))


class Who(StrEnum):
    """What somebody is who does a thing."""

    WRITER = "writer"
    PERSON = "person"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody who does something: `key` is an e-mail address or a slug, empty for the writer.

    `delivers` where the verb says so beyond doubt ("will", "ships"); `verb` is its stem, empty for none.
    """

    who: Who
    key: str
    start: int
    end: int
    text: str
    verb: str
    delivers: bool


def doers_in(text: str, *, people: tuple[Mention, ...], teams: tuple[Named, ...]) -> tuple[Doer, ...]:
    """Return those who do something in `text`, in order; who only needs, hears or signs does not count."""
    found = [*_named(text, people, teams)]
    return tuple(sorted(found, key=lambda doer: doer.start))


def _named(text: str, people: tuple[Mention, ...], teams: tuple[Named, ...]) -> Iterator[Doer]:
    candidates = [(Who.WRITER, "", *match.span()) for match in _WRITER.finditer(text)]
    candidates += [
        (Who.PERSON, person.value, person.start, person.end) for person in people if person.kind == Kind.PERSON
    ]
    candidates += [(Who.TEAM, key, start, end) for start, end, key in teams_in(text, teams)]
    for who, key, start, end in candidates:
        verb = _verb(text, start, end)
        if verb is not None:
            yield Doer(who, key, start, end, text[start:end], verb, verb in _DELIVERING)


def _verb(text: str, start: int, end: int) -> str | None:
    """Return the stem of what somebody named there does, None where they do not."""
    before = text[max(0, start - 40) : start]
    if _DONE_BY.search(before) or _OWNER_IS.search(before) or _OWNS.match(text, end):
        return "own"
    last = re.search(r"(\w+)\W*$", before)
    if last and last[1].casefold() in NOT_BEFORE_DOER and not re.search(r"[,;:.(]\s*$", before):
        return None
    return _verb_after(text[end : end + 60])


def _verb_after(rest: str) -> str | None:
    rest = _BESIDE_NAME.sub("", rest)
    if not re.match(r"(?:['\u2019]ll|['\u2019]re)?\s+\w", rest):
        return None
    helping = ""
    for word in words(rest):
        written = word.text.casefold()
        if written in MODALS or written.endswith("ly") or (helping and written == "to"):
            helping = written
        elif written in LINKING:
            break
        else:
            return None if stem(written) in _RECEIVING else word.stem
    return "have" if helping in {"have", "has"} else None
