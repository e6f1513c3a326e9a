"""What an alternative changes, as people read it: names for addresses, days for dates, was beside now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agreements.domain.amendments import ChangeKind
from agreements.domain.cadence import WEEKDAYS, Frequency
from agreements.domain.rhythm import rhythm
from agreements.domain.ripple import Effect
from agreements.models import Change
from agreements.reports.facts import facts
from agreements.reports.ripple import RippleRow
from teams.domain.language import say
from teams.models import Person, Team

type Json = Mapping[str, Any]

LETTERS = "ABCDEF"  # what options are called, in the order they were brought
PEOPLE = ("owner", "accepted_by", "reporter")
TEAMS = ("team", "for_team")
DRAWN = frozenset(("due_on", "state", "waits_on"))  # said by the chain itself


@dataclass(frozen=True, slots=True)
class Names:
    """People by e-mail address and teams by slug; who is gone is called as the change calls them."""

    people: Mapping[str, Person]
    teams: Mapping[str, Team]

    def named(self, stored: Json) -> dict[str, object]:
        """The same fields with names in the place of addresses and slugs."""
        return {field: self._name(field, value) for field, value in stored.items()}

    def readable(self, stored: Json) -> dict[str, object]:
        """The same without what the chain draws."""
        return self.named({field: value for field, value in stored.items() if field not in DRAWN})

    def _name(self, field: str, value: Any) -> object:
        if field in PEOPLE and value:
            return self.people[value].name if value in self.people else value
        if field in TEAMS and value:
            return self.teams[value].name if value in self.teams else value
        return value


@dataclass(frozen=True, slots=True)
class Facet:
    """Something other than a due date that changes, as people read it; empty for what was or is not there."""

    words: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Addition:
    """A commitment that comes into being with the change."""

    deliverable: str
    done_when: str
    owner: Person | None
    team: str
    for_team: str
    due_on: date | None


def names_of(changes: Iterable[Change]) -> Names:
    """Find whom the ``changes`` name. Two queries."""
    return names_in([side for change in changes for side in (change.was, change.now)])


def names_in(stored: Sequence[Json]) -> Names:
    """Find whom fields of changes name, by address and slug. Two queries."""
    emails = {side[field] for side in stored for field in PEOPLE if side.get(field)}
    slugs = {side[field] for side in stored for field in TEAMS if side.get(field)}
    people = {person.email: person for person in Person.objects.filter(email__in=emails)}
    return Names(people, {team.slug: team for team in Team.objects.filter(slug__in=slugs)})


def asked_of(changes: Iterable[Change]) -> dict[int, date | None]:
    """The new due dates that were asked for, as ``domain.ripple`` takes them."""
    found: dict[int, date | None] = {}
    for change in changes:
        if change.commitment_id is None or change.is_ripple:
            continue
        due_on = change.commitment.due_on if change.commitment else None
        is_dropped = change.kind == ChangeKind.DROP_COMMITMENT
        found[change.commitment_id] = None if is_dropped else _day(change.now.get("due_on")) or due_on
    return found


def facets_of(changes: Iterable[Change], names: Names) -> dict[int, tuple[Facet, ...]]:
    """What changes in each commitment beside its date."""
    return {
        change.commitment_id: tuple(_facets(change, names))
        for change in changes
        if change.kind == ChangeKind.COMMITMENT and change.commitment_id is not None
    }


def subjects_of(changes: Iterable[Change], names: Names, *, seen: Collection[int]) -> tuple[tuple[str, Facet], ...]:
    """What changes in metrics and cadences of the agreements ``seen``: the name of each, then one facet a field."""
    found: list[tuple[str, Facet]] = []
    for change in changes:
        if change.agreement_id not in seen:
            continue
        if change.kind == ChangeKind.METRIC and change.metric:
            found += [(change.metric.name, facet) for facet in _facets(change, names)]
        if change.kind == ChangeKind.CADENCE:
            found.append((say("When we meet"), Facet("", how_often(change.was), how_often(change.now))))
    return tuple(found)


def additions_of(changes: Iterable[Change], names: Names, *, seen: Collection[int]) -> tuple[Addition, ...]:
    return tuple(
        _addition(change.now, names)
        for change in changes
        if change.kind == ChangeKind.ADD_COMMITMENT and change.agreement_id in seen
    )


def stored_rows(changes: Iterable[Change], *, seen: Collection[int]) -> tuple[RippleRow, ...]:
    """The chain as an alternative keeps it, for one that is no longer open: dates have moved on since."""
    about = [change for change in changes if change.commitment_id is not None]
    return tuple(_row(change) if change.agreement_id in seen else _veiled(change) for change in about)


def _row(change: Change) -> RippleRow:
    commitment = change.commitment
    assert commitment is not None  # asked for by the caller
    agreement = commitment.agreement
    now = _now(change)
    return RippleRow(
        depth=int(change.is_ripple),
        effect=_effect(change),
        was=_was(change),
        now=now,
        breaks_needed_by=_is_after(now, commitment.needed_by),
        is_new_break=_is_after(now, commitment.needed_by) and not _is_after(_was(change), commitment.needed_by),
        commitment=commitment.pk,
        number=commitment.number,
        label=commitment.label,
        deliverable=commitment.deliverable,
        owner=commitment.owner,
        team=commitment.team.name,
        for_team=commitment.for_team.name,
        agreement_number=agreement.number,
        agreement_slug=agreement.slug,
        agreement_title=agreement.title,
        needed_by=commitment.needed_by,
    )


def _veiled(change: Change) -> RippleRow:
    return RippleRow(depth=int(change.is_ripple), effect=_effect(change), was=_was(change), now=_now(change))


def _effect(change: Change) -> Effect:
    if change.kind == ChangeKind.DROP_COMMITMENT:
        return Effect.DROPPED
    return Effect.MOVED if change.is_ripple else Effect.CHANGED


def _was(change: Change) -> date | None:
    return _day(change.was.get("due_on")) or (change.commitment.due_on if change.commitment else None)


def _now(change: Change) -> date | None:
    if change.kind == ChangeKind.DROP_COMMITMENT:
        return None
    return _day(change.now.get("due_on")) or _was(change)


def _is_after(on: date | None, needed_by: date | None) -> bool:
    return on is not None and needed_by is not None and on > needed_by


def _facets(change: Change, names: Names) -> Iterator[Facet]:
    was, now = _said(names.readable(change.was)), _said(names.readable(change.now))
    for words in {**was, **now}:
        yield Facet(words, was.get(words, ""), now.get(words, ""))


def _said(stored: Json) -> dict[str, str]:
    return {fact.words[:1].lower() + fact.words[1:]: fact.value for fact in facts(stored)}


def how_often(cadence: Json) -> str:
    """Say how often the parties meet; nothing where they do not."""
    if not cadence:
        return ""
    often = rhythm(
        frequency=Frequency(cadence["frequency"]),
        interval=cadence["interval"],
        weekday=WEEKDAYS.index(cadence["weekday"]),
        nth=cadence.get("nth"),
    )
    return say("{often} at {time}, {minutes} minutes", often=often, time=cadence["time"], minutes=cadence["minutes"])


def _addition(stored: Json, names: Names) -> Addition:
    named = defaultdict(str, {key: str(value) for key, value in names.readable(stored).items() if value})
    return Addition(
        deliverable=named["deliverable"],
        done_when=named["done_when"],
        owner=names.people.get(stored.get("owner") or ""),
        team=named["team"],
        for_team=named["for_team"],
        due_on=_day(stored.get("due_on")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
