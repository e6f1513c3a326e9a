"""Who does it and whom it is for, as far as a line names them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from agreements.domain.capture.directory import Directory
from agreements.domain.capture.parts import Choice, Part, Span, State, missing, one_of
from agreements.domain.capture.people import BESIDE, BY, FOR, OWNING, Mentioned, mentions_in
from agreements.domain.capture.receivers import Receivers, receivers_in
from teams.domain.language import say

LOOK_BACK = 20


@dataclass(frozen=True, slots=True)
class Who:
    """The people and the team of a line; `spans` are their places together with the words before them."""

    owner: Part
    accepted_by: Part
    for_team: Part
    spans: tuple[Span, ...]


def who_in(text: str, directory: Directory) -> Who:
    """Return who is named as the owner, and who behind "for" or "to"; people behind "with" stay part of the text."""
    doers: list[tuple[Span, Mentioned]] = []
    receivers: list[tuple[Span, Mentioned]] = []
    for mention in mentions_in(text, directory.people):
        if OWNING.match(text, mention.end):
            continue
        before = text[max(0, mention.start - LOOK_BACK) : mention.start]
        if joint := FOR.search(before):
            receivers.append(((mention.start - len(joint[0]), mention.end), mention))
        elif joint := BY.search(before):
            doers.append(((mention.start - len(joint[0]), mention.end), mention))
        elif not BESIDE.search(before):
            doers.append(((mention.start, mention.end), mention))
    teams = list(receivers_in(text, directory.teams))
    spans = [span for span, _ in (*doers, *receivers)]
    return Who(_person(doers), _person(receivers), _team(teams), (*spans, *_joints(text, spans)))


def _person(mentions: Sequence[tuple[Span, Mentioned]]) -> Part:
    people = tuple(dict.fromkeys(person for _, mention in mentions for person in mention.people))
    bearers = Counter(person.name for person in people)
    choices = [Choice(one.email, f"{one.name} ({one.email})" if bearers[one.name] > 1 else one.name) for one in people]
    notes = [
        say("Nobody called “{written}” is in sight.", written=mention.written)
        for _, mention in mentions
        if not mention.people
    ]
    part = one_of(choices, spans=[span for span, _ in mentions], notes=notes)
    if part.is_found and notes:
        return Part(State.AMBIGUOUS, choices=tuple(choices), notes=part.notes, spans=part.spans)
    return part


def _team(clauses: Iterable[Receivers]) -> Part:
    named = list(clauses)
    sure = [clause for clause in named if clause.is_sure]
    if sure:
        choices = [team.choice for clause in sure for team in clause.teams]
        return one_of(choices, spans=[(clause.start, clause.end) for clause in sure])
    choices = [team.choice for clause in named for team in clause.teams]
    return Part(State.AMBIGUOUS, choices=tuple(dict.fromkeys(choices))) if choices else missing()


def _joints(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the places between two names that hold no more than "and" or a comma."""
    ordered = sorted(spans)
    between = [(one[1], two[0]) for one, two in pairwise(ordered)]
    return [(start, end) for start, end in between if text[start:end].strip(" ,&+/\t").casefold() in {"", "and", "or"}]
