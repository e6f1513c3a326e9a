"""The form of a story: what was agreed, and what came of it. Days are counted from today, which is 0."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from agreements.domain.amendments import Trade
from agreements.domain.commitments import Standing
from agreements.domain.metrics import BoundKind, Direction
from agreements.domain.mismatches import Where

SAID = {"g": Standing.ON_TRACK, "y": Standing.AT_RISK, "r": Standing.OFF_TRACK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """``lately`` is the owner's word in the latest rounds, newest last: g on track, y some doubt, r need to adjust,
    - nothing; before that all was on track. ``expects`` and ``note`` come with the newest word.
    """

    deliverable: str
    done_when: str
    owner: str
    accepter: str
    due: int
    lately: str = "g"
    expects: int | None = None
    note: str = ""
    needed: int | None = None
    waits_on: tuple[tuple[str, int], ...] = ()  # deliverable, lag in days
    delivered: int | None = None
    evidence: str = ""
    sent_back: tuple[int, str] | None = None  # day, reason; ``delivered`` is then the second delivery
    accepted: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """``curve`` gives the value for a share of the story's time, 0 at its start to 1 today.

    ``proposed``: by whom and when it was proposed once the terms were in force; the others have not answered.
    """

    name: str
    unit: str
    direction: Direction
    baseline: Decimal
    target: Decimal
    target_day: int
    curve: Callable[[float], float]
    every_days: int = 7
    last_reading: int = 0
    bound: Decimal | None = None
    bound_kind: BoundKind | None = None
    bound_on: str = ""  # the name of an earlier measure; empty: itself
    proposed: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    team: str
    representative: str
    gains: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What ``who`` said back on a day; ``<14>`` in the text is the date of day 14."""

    who: str
    on: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What ``who`` says of the words of ``of``: they match, or ``where`` they do not and what was ``understood``."""

    who: str
    of: str
    on: int
    where: tuple[Where, ...] = ()
    understood: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One option of a change: ``moves`` gives promises new days, ``done_when`` other conditions; ``means`` by team."""

    label: str
    trade: Trade
    moves: tuple[tuple[str, int], ...] = ()
    done_when: tuple[tuple[str, str], ...] = ()
    means: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What ``who`` asked to change on a day; those who ``accepted`` the first way of it did so on theirs."""

    who: str
    on: int
    reason: str
    ways: tuple[Way, ...]
    accepted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """Whom ``who`` asked on a day to own a promise from then on; it waits for two answers."""

    who: str
    to: str
    on: int
    deliverable: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worry:
    """What worried ``who`` on a day, about the work or about how they work; ``answered`` by whom, when and how."""

    who: str
    on: int
    text: str
    is_work: bool = True
    deliverable: str = ""
    answered: tuple[str, int, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked of an executive on a day: each side's ``reasons`` (who, why, hard limits), the asker's first.

    ``ruled``: by whom, when, which option (from 1), and why.
    """

    topic: str
    on: int
    question: str
    options: tuple[str, ...]
    decide_by: int
    reasons: tuple[tuple[str, str, str], ...]
    ruled: tuple[str, int, int, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What ``who`` wrote down in one line on a day; those who ``accepted`` what it became did so on theirs."""

    who: str
    on: int
    text: str
    accepted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """``starts`` is the day of the last signature. ``sync_in`` days from now is the next sync, every ``weeks`` weeks.

    ``unheld`` counts the latest syncs that nobody held; ``spared`` are those before them that were called off because
    nobody needed them, 1 the latest. ``unsigned`` names a team that has not signed yet. A story
    that is still being said back has ``heard`` and ``words`` of it, and no signature.
    """

    title: str
    goal: str
    starts: int
    review: int
    sides: tuple[Side, ...]
    promises: tuple[Promise, ...]
    measures: tuple[Measure, ...] = ()
    priority: str = ""  # of the organisation, by its name
    sync_in: int = 3
    weeks: int = 2
    sync_at: time = time(10, 0)
    minutes: int = 30
    unheld: int = 0
    spared: frozenset[int] = frozenset()
    unsigned: str = ""
    heard: tuple[Heard, ...] = ()
    words: tuple[Word, ...] = ()
    changes: tuple[Asked, ...] = ()
    lines: tuple[Line, ...] = ()
    handings: tuple[Handing, ...] = ()
    worries: tuple[Worry, ...] = ()
    questions: tuple[Question, ...] = ()
