"""Whom one way of making a change concerns: why each is asked, what they say, and what it means for each party."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.models import Alternative, Change, Consent, Party
from agreements.reports.chain import Chain
from agreements.reports.changes import Names
from teams.domain.language import say
from teams.models import Person

ELSEWHERE = "in another agreement"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one way means for one party: in the words of who brought it, else counted from what it changes."""

    team: str
    words: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One affected person; ``answer`` is a code word, "waiting" until it is given; ``roles`` say why they are asked."""

    person: Person
    answer: str
    reason: str
    at: datetime | None
    roles: tuple[str, ...]
    is_you: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, what of it is in their sight, and the names in it."""

    viewer: Person
    seen: frozenset[int]  # agreements
    names: Names
    parties: tuple[Party, ...]  # of all agreements it touches


def answer_row(consent: Consent, changes: Sequence[Change], reader: Reader) -> AnswerRow:
    return AnswerRow(
        person=consent.person,
        answer=consent.answer or "waiting",
        reason=consent.reason,
        at=consent.answered_at,
        roles=tuple(dict.fromkeys(_roles(consent.person, changes, reader))),
        is_you=consent.person_id == reader.viewer.pk,
    )


def _roles(person: Person, changes: Sequence[Change], reader: Reader) -> Iterator[str]:
    """Why a person is asked, as far as the reader may know."""
    touched = {change.agreement_id for change in changes}
    for party in reader.parties:
        if party.representative_id == person.pk and party.agreement_id in touched:
            yield say("for {name}", name=party.team.name) if party.agreement_id in reader.seen else ELSEWHERE
    for change in changes:
        if person.email in _owners(change):
            yield say("as owner") if change.agreement_id in reader.seen else ELSEWHERE


def _owners(change: Change) -> set[str]:
    """The addresses of the owner before and after."""
    before = change.commitment.owner if change.commitment else None
    return {email for email in (before.email if before else "", change.now.get("owner")) if email}


def meanings(alternative: Alternative, chain: Chain, reader: Reader) -> Iterator[Meaning]:
    """A line for each party in the reader's sight; one for all where it was said for all."""
    said = alternative.implications
    if isinstance(said, str) and said:
        yield Meaning("Everybody", said, is_counted=False)
        return
    told: Mapping[str, str] = said or {}
    teams = {party.team.slug: party.team.name for party in reader.parties if party.agreement_id in reader.seen}
    for slug, name in teams.items():
        yield Meaning(name, told.get(slug) or _counted(name, chain), is_counted=slug not in told)


def _counted(team: str, chain: Chain) -> str:
    """What the chain says of a party where nobody said more."""
    owed = sum(link.row.is_change and link.row.team == team for link in chain.links)
    awaited = sum(link.row.is_change and link.row.for_team == team for link in chain.links)
    if not owed and not awaited:
        return say("nothing of theirs changes")
    parts = [
        say("{owed} of its own promises", owed=owed) if owed else "",
        say("{awaited} that it waits for", awaited=awaited) if awaited else "",
    ]
    return say("changes {names}", names=" and ".join(filter(None, parts)))
