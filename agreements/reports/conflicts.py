"""Where others changed the same as an open change meanwhile: their line beside ours, for whoever asked to choose."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agreements.domain.contents import Deviation
from agreements.models import Amendment, Commitment
from agreements.reports.changes import LETTERS, Names, names_in
from agreements.reports.facts import facts
from agreements.reports.standing import Clash, clashes_of
from teams.domain.language import say

DONE = {"delivered": "done already", "accepted": "kept", "released": "released", "lapsed": "lapsed"}


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One field, as people read it: before, as others changed it, and as the change asks for it."""

    words: str
    was: str
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that an option changes; its lines are kept or given up together."""

    change: int
    option: str
    name: str
    lines: tuple[ConflictLine, ...]
    can_keep_ours: bool


def conflicts_of(amendment: Amendment) -> tuple[Conflict, ...]:
    """All that has to be chosen, in the order of the options."""
    found: dict[int, list[Clash]] = defaultdict(list)
    for clash in clashes_of(amendment):
        found[clash.change.pk].append(clash)
    letters = dict(amendment.alternatives.values_list("pk", "position"))
    sides = [clash for clashes in found.values() for clash in clashes if clash.field]
    names = names_in([{str(clash.field): value} for clash in sides for value in (clash.was, clash.theirs, clash.ours)])
    return tuple(
        _conflict(clashes, LETTERS[letters[clashes[0].change.alternative_id] - 1], names) for clashes in found.values()
    )


def _conflict(clashes: list[Clash], letter: str, names: Names) -> Conflict:
    change = clashes[0].change
    about = change.commitment.deliverable if change.commitment else change.metric.name if change.metric else ""
    return Conflict(
        change=change.pk,
        option=letter,
        name=about or say("When we meet"),
        lines=tuple(_line(clash, names) for clash in clashes),
        can_keep_ours=all(clash.can_keep_ours for clash in clashes),
    )


def _line(clash: Clash, names: Names) -> ConflictLine:
    if clash.field is None:
        return ConflictLine("state", "open", DONE.get(str(clash.theirs), str(clash.theirs)), say("another one"))
    said = (_said(clash.field, value, names) for value in (clash.was, clash.theirs, clash.ours))
    words = facts({clash.field: "x"})[0].words
    return ConflictLine(words, *said)


def _said(field: str, value: Any, names: Names) -> str:
    found = facts(names.named({field: value}))
    return found[0].value if found else "nothing"


def what_changed(deviations: Sequence[Deviation]) -> tuple[str, ...]:
    """Say in what an option differs from what somebody read, a sentence for each field."""
    about = Commitment.objects.in_bulk([one.commitment for one in deviations if one.commitment])
    names = names_in([{one.field: side["now"]} for one in deviations for side in (one.read, one.present) if side])
    return tuple(_changed(one, about, names) for one in deviations)


def _changed(one: Deviation, about: Mapping[int, Commitment], names: Names) -> str:
    name = f"“{about[one.commitment].deliverable}”" if one.commitment else say("The rest")
    words = facts({one.field: "x"})[0].words.lower()
    if one.present is None:
        return say("{name}: {words} no longer changes.", name=name, words=words)
    now = _said(one.field, one.present["now"], names)
    read = say(", you read {said}", said=_said(one.field, one.read["now"], names)) if one.read else ""
    return f"{name}: {words} {now}{read}."
