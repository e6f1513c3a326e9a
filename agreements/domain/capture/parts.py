"""What a line comes to: each part of a commitment as it was found, is missing, or has to be chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

type Span = tuple[int, int]  # the end is exclusive


class Name(StrEnum):
    """The parts, called as a commitment calls them."""

    OWNER = "owner"
    DELIVERABLE = "deliverable"
    TEAM = "team"
    FOR_TEAM = "for_team"
    ACCEPTED_BY = "accepted_by"
    DUE_ON = "due_on"
    AGREEMENT = "agreement"
    METRIC = "metric"


class State(StrEnum):
    """Nothing is guessed: what reads two ways has to be chosen."""

    FOUND = "found"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to fill a part: its key and the words for people.

    Keys are e-mail addresses, slugs of teams, ISO dates, numbers of agreements, and ids of metrics, as text.
    """

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `choices` are the ways an ambiguous one reads, and what is offered beside a date on a weekend.

    `notes` are sentences for whoever wrote the line; none of them stands in the way. `spans` are the places that it
    was read from, none where it follows from other parts.
    """

    state: State
    key: str = ""
    words: str = ""
    choices: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether it reads one way."""
        return self.state == State.FOUND


@dataclass(frozen=True, slots=True)
class Captured:
    """A line (in composed letters, to which the spans belong) and all its parts."""

    text: str
    parts: Mapping[Name, Part]

    def __getitem__(self, name: Name) -> Part:
        """Return the part of that name."""
        return self.parts[name]


def found(choice: Choice, *, spans: Iterable[Span] = (), notes: Iterable[str] = ()) -> Part:
    """Return a part that reads one way."""
    return Part(State.FOUND, choice.key, choice.words, (), tuple(notes), tuple(spans))


def missing(*notes: str, spans: Iterable[Span] = ()) -> Part:
    """Return a part that the line does not say."""
    return Part(State.MISSING, notes=notes, spans=tuple(spans))


def one_of(choices: Iterable[Choice], *, spans: Iterable[Span] = (), notes: Iterable[str] = ()) -> Part:
    """Return what `choices` come to: found, missing, or ambiguous; each key counts once."""
    distinct = tuple({choice.key: choice for choice in choices}.values())
    if len(distinct) == 1:
        return found(distinct[0], spans=spans, notes=notes)
    state = State.AMBIGUOUS if distinct else State.MISSING
    return Part(state, choices=distinct, notes=tuple(notes), spans=tuple(spans))
