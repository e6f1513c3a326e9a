"""Agreements and metrics that a line names: #31, #pricing, #usage-based, ~conversion, ~"trial to paid"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.domain.capture.directory import KnownAgreement, KnownMetric
from agreements.domain.capture.letters import words_of
from agreements.domain.capture.parts import Choice

_NAME = r"(?:\"(?P<quoted>[^\"\n]{1,160})\"|\u201c(?P<curly>[^\u201d\n]{1,160})\u201d|(?P<plain>[^\W_][\w-]*))"
HASH = re.compile(rf"(?<![\w&#])#{_NAME}")
TILDE = re.compile(rf"(?<![\w~])~(?!\d){_NAME}")
NUMBER = re.compile(r"(?:a-)?([0-9]{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Called:
    """A name in a line from its sign (`start`) up to `end`, and what may be meant."""

    start: int
    end: int
    written: str
    choices: tuple[Choice, ...]


def agreements_in(text: str, known: tuple[KnownAgreement, ...]) -> Iterator[Called]:
    """Yield the agreements of `text`; a number that none has is no name (the #1 customer)."""
    for match in HASH.finditer(text):
        written = _written(match)
        if number := NUMBER.fullmatch(written):
            choices = tuple(one.choice for one in known if one.number == int(number[1]))
            if not choices:
                continue
        else:
            choices = _called(written, [(one.title, one.choice) for one in known])
        yield Called(*match.span(), written, choices)


def metrics_in(text: str, known: tuple[KnownMetric, ...]) -> Iterator[Called]:
    """Yield the metrics of `text`; "~120 accounts" names none."""
    for match in TILDE.finditer(text):
        written = _written(match)
        yield Called(*match.span(), written, _called(written, [(one.name, one.choice) for one in known]))


def _written(match: re.Match[str]) -> str:
    return match["quoted"] or match["curly"] or match["plain"]


def _called(written: str, known: list[tuple[str, Choice]]) -> tuple[Choice, ...]:
    """Return what has these words in its name, in their order; only where nothing has, what has words that begin so."""
    wanted = words_of(written)
    whole = tuple(choice for name, choice in known if _holds(words_of(name), wanted))
    return whole or tuple(choice for name, choice in known if _holds(words_of(name), wanted, is_begun=True))


def _holds(words: tuple[str, ...], wanted: tuple[str, ...], *, is_begun: bool = False) -> bool:
    count = len(wanted)
    places = (words[place : place + count] for place in range(len(words) - count + 1)) if wanted else ()
    if not is_begun:
        return any(place == wanted for place in places)
    return any(place[:-1] == wanted[:-1] and place[-1].startswith(wanted[-1]) for place in places)
