"""One readback on the board: its words with what differs underlined, line by line, and what the others say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.domain.readback import Finding, Piece, Verdict, underlines
from agreements.models import Commitment, Confirmation, Readback
from agreements.reports.asked import Asked
from agreements.reports.differences import DifferenceRow
from agreements.reports.heard import Beside
from teams.domain.language import say
from teams.models import Person

AGAIN = ("adjusted_early", "Asked again")
SAID = {True: ("matches", "Matches"), False: ("mismatch", "Mismatch"), None: ("not_written", "Not said yet")}


@dataclass(frozen=True, slots=True)
class HeardLine:
    """One line that a readback speaks for, as the terms say it now, with what was found and marked about it.

    ``is_changed``: the terms changed it since its writer last confirmed it.
    """

    commitment: Commitment
    findings: tuple[Finding, ...]
    differences: tuple[DifferenceRow, ...]
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Word:
    """What ``person`` says of a readback; ``matches`` and ``at`` are None until they do.

    ``changed`` are the ids of the lines that changed since, to be confirmed again.
    """

    person: Person
    matches: bool | None
    at: datetime | None
    changed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One readback as its reader may see it. Sealed, it says only whose it is and when it was written."""

    id: int
    person: Person
    teams: tuple[str, ...]  # in whose name the writer signs
    written_at: datetime
    is_mine: bool
    is_sealed: bool = False
    pieces: tuple[Piece, ...] = ()
    lines: tuple[HeardLine, ...] = ()
    others: tuple[Finding, ...] = ()  # about other lines, a metric, or what is nowhere in the terms
    differences: tuple[DifferenceRow, ...] = ()  # open ones first
    words: tuple[Word, ...] = ()  # of everybody else who is asked
    your_word: Word | None = None  # the reader's own, None where they are not asked for one
    may_confirm: bool = False
    may_settle: bool = False
    may_reconfirm: bool = False  # lines changed since its reader wrote it, or spoke of it

    @property
    def open_differences(self) -> tuple[DifferenceRow, ...]:
        return tuple(row for row in self.differences if not row.settled)

    @property
    def settled_differences(self) -> tuple[DifferenceRow, ...]:
        return tuple(row for row in self.differences if row.settled)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the words are underlined for, each once, in the order in which it is read."""
        return tuple(dict.fromkeys(piece.verdict for piece in self.pieces if piece.verdict))

    @property
    def is_confirmed_by_all(self) -> bool:
        return not self.is_sealed and all(word.matches and not word.changed for word in self.words)

    @property
    def changed(self) -> tuple[HeardLine, ...]:
        return tuple(line for line in self.lines if line.is_changed)

    @property
    def asked_again(self) -> tuple[HeardLine, ...]:
        """The lines that changed since the reader wrote it, or gave their word on it."""
        since = self.your_word.changed if self.your_word else ()
        return self.changed if self.is_mine else tuple(line for line in self.lines if line.commitment.pk in since)

    @property
    def voices(self) -> tuple[tuple[str, str, tuple[Person, ...]], ...]:
        """What the others say: a code word of the interface, what to say instead of its word, and who says so."""
        said = {word.person: AGAIN if word.changed else SAID[word.matches] for word in self.words}
        order = [*SAID.values(), AGAIN]
        people = {each: tuple(person for person, word in said.items() if word == each) for each in order}
        return tuple((code, words, people[code, words]) for code, words in order if people[code, words])

    @property
    def standing(self) -> tuple[str, str]:
        """How far it has come: a code word of the interface, and what to say instead of its word."""
        left, matching = len(self.open_differences), sum(bool(word.matches) and not word.changed for word in self.words)
        if left:
            return "differs", say("{left} to settle", left=left)
        if self.changed:
            return "adjusted_early", say("Changed since")
        if matching and self.is_confirmed_by_all:
            return "confirmed", ""
        return "written", say(
            "Matches {matching} of {count}", matching=matching, count=len(self.words)
        ) if matching else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the cards of a board are made from.

    ``is_compared``: the terms are still on their way into force; ``is_open``: they wait for signatures, so that
    a readback can be answered.
    """

    viewer: Person
    asked: tuple[Asked, ...]
    commitments: Mapping[int, Commitment]
    terms: Beside
    is_compared: bool
    is_open: bool
    is_initiator: bool

    @property
    def is_asked(self) -> bool:
        return any(asked.person == self.viewer for asked in self.asked)


def card_of(
    readback: Readback, *, of: Asked, told: Told, differences: Sequence[DifferenceRow], said: Sequence[Confirmation]
) -> Card:
    """Lay one written ``readback`` out for a reader from whom it is not sealed."""
    assert readback.written_at is not None
    findings = told.terms.found_in(readback, own=of.lines) if told.is_compared else ()
    lines = _lines(readback, of, told, findings, differences)
    words = _words(of, told, said)
    is_mine = of.person == told.viewer
    own_word = next((word for word in words if word.person == told.viewer), None)
    changed = any(line.is_changed for line in lines) if is_mine else bool(own_word and own_word.changed)
    return Card(
        id=readback.pk,
        person=of.person,
        teams=of.teams,
        written_at=readback.written_at,
        is_mine=is_mine,
        pieces=underlines(readback.text, findings),
        lines=lines,
        others=tuple(finding for finding in findings if finding.commitment not in of.lines),
        differences=tuple(sorted(differences, key=lambda row: row.settled)),
        words=words,
        your_word=own_word,
        may_confirm=told.is_open and told.is_asked and not is_mine,
        may_settle=told.is_open and (is_mine or told.is_initiator),
        may_reconfirm=told.is_open and changed,
    )


def sealed_card(readback: Readback, *, of: Asked) -> Card:
    assert readback.written_at is not None
    return Card(readback.pk, of.person, of.teams, readback.written_at, is_mine=False, is_sealed=True)


def _lines(
    readback: Readback,
    of: Asked,
    told: Told,
    findings: Sequence[Finding],
    differences: Sequence[DifferenceRow],
) -> tuple[HeardLine, ...]:
    changed = _changed(readback.lines, of, told)
    return tuple(
        HeardLine(
            commitment=commitment,
            findings=tuple(finding for finding in findings if finding.commitment == line),
            differences=tuple(row for row in differences if row.commitment == line),
            is_changed=line in changed,
        )
        for line, commitment in told.commitments.items()
        if line in of.lines
    )


def _words(of: Asked, told: Told, said: Sequence[Confirmation]) -> tuple[Word, ...]:
    by_person = {confirmation.person_id: confirmation for confirmation in said}
    return tuple(
        _word(asked.person, by_person.get(asked.person.pk), of, told)
        for asked in told.asked
        if asked.person != of.person
    )


def _word(person: Person, said: Confirmation | None, of: Asked, told: Told) -> Word:
    if said is None:
        return Word(person, matches=None, at=None, changed=())
    return Word(person, said.matches, said.at, _changed(said.lines, of, told))


def _changed(confirmed: Mapping[str, str], of: Asked, told: Told) -> tuple[int, ...]:
    """The lines of ``of`` whose hash is not the one that was ``confirmed``."""
    now = told.terms.hashes if told.is_compared else {}
    return tuple(line for line in sorted(of.lines) if line in now and confirmed.get(str(line)) != now[line])
