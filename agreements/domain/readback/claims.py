"""Which line or metric each clause is about: the one whose words it names most."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.domain.readback.doers import Doer, Who
from agreements.domain.readback.recorded import Line
from agreements.domain.readback.spoken import Spoken
from agreements.domain.readback.targets import Known, Target

# What it weighs to name a word of the deliverable or of a metric, the doer, the receiver, a word of done-when.
WORD, OF_METRIC, DOER, RECEIVER, MORE = 6, 5, 4, 2, 2
_GOES_ON = re.compile(r"\W*(?:it|this|that|these|they|both|due|by|on|deadline|done|until|date)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause and the line or metric that it is about, None for none."""

    spoken: Spoken
    target: Target | None


def claims(clauses: tuple[Spoken, ...], known: Known) -> Iterator[Claim]:
    """Yield each clause with what it is about.

    One that names nothing goes on with its sentence, and a sentence that begins with "it" with the one before. What is
    left belongs to the only own line, where there is only one.
    """
    before: Target | None = None
    for sentence in _sentences(clauses):
        goes_on = before if _GOES_ON.match(sentence[0].text) else None
        targets = _targets(sentence, goes_on, known)
        yield from (Claim(each, target) for each, target in zip(sentence, targets, strict=True))
        before = next((target for target in reversed(targets) if target), before)


def does(doer: Doer, line: Line, *, is_own: bool) -> bool:
    """Whether it is this doer who does it, by the terms."""
    if doer.who == Who.WRITER:
        return is_own
    if doer.who == Who.TEAM:
        return doer.key == line.team.key
    return line.owner is not None and doer.key == line.owner.key


def _sentences(clauses: tuple[Spoken, ...]) -> list[list[Spoken]]:
    sentences: list[list[Spoken]] = []
    for each in clauses:
        if each.clause.opens:
            sentences.append([])
        sentences[-1].append(each)
    return sentences


def _targets(sentence: list[Spoken], before: Target | None, known: Known) -> list[Target | None]:
    found: list[Target | None] = []
    for each in sentence:
        target = _named(each, before, known)
        found.append(target)
        if before is None or not each.clause.aside:
            before = target or before
    return _filled(sentence, found, known)


def _filled(sentence: list[Spoken], found: list[Target | None], known: Known) -> list[Target | None]:
    """Give what names nothing to what comes later in the sentence, else to the only own line."""
    own = [target for target in known.targets if target.is_own]
    only = own[0] if len(own) == 1 else None
    later: Target | None = None
    for index in reversed(range(len(sentence))):
        if found[index] is None and not _scores(sentence[index], known):
            found[index] = next((target for target in (later, only) if _fits(sentence[index], target)), None)
        later = found[index] or later
    return found


def _named(each: Spoken, before: Target | None, known: Known) -> Target | None:
    """Return what a clause names most; what the sentence is about already, in a tie or where it names nothing."""
    scores = _scores(each, known)
    if not scores:
        return before if _fits(each, before) else None
    leading = [target for score, target in scores if score == max(score for score, _ in scores)]
    if len(leading) == 1:
        return leading[0]
    return before if before in leading else None


def _scores(each: Spoken, known: Known) -> list[tuple[int, Target]]:
    scores = [(_score(each, target), target) for target in known.targets]
    return [(score, target) for score, target in scores if score]


def _score(each: Spoken, target: Target) -> int:
    word = WORD if target.line else OF_METRIC
    score = word * len(each.stems & target.stems) + MORE * len(each.stems & target.more_stems)
    if target.line:
        line, is_own = target.line, target.is_own
        score += DOER * any(does(doer, line, is_own=is_own) for doer in each.doers)
        score += RECEIVER * (line.for_team.key in each.receivers)
    return score


def _fits(each: Spoken, target: Target | None) -> bool:
    """Whether a clause that names nothing may be about `target`: nobody else does something in it."""
    if target is None or target.line is None:
        return target is not None and not each.doers
    return all(does(doer, target.line, is_own=target.is_own) for doer in each.doers)
