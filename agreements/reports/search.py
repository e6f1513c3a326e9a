"""Search: agreements, commitments, people and decisions that hold some words, of what a person may read alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Model
from django.urls import reverse

from agreements.domain.search import Found, Wanted, excerpt, marked, read
from agreements.domain.words_marked import Piece
from agreements.models import Agreement, Commitment, Decision, Escalation
from agreements.models.agreements import AGREEMENT_SAID
from agreements.models.commitments import COMMITMENT_SAID
from agreements.models.syncs import DECISION_SAID
from agreements.reports.precedents import search_in
from agreements.reports.search_rows import best, query_of
from agreements.reports.settled import settled
from agreements.reports.suggestions import line_meant
from teams.models import Person, Team
from teams.models.people import PERSON_SAID
from teams.models.teams import TEAM_SAID

FEW, MANY = 6, 50  # of each kind beside the others; of one kind alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was found. ``code`` is its state, as the table of words has it; "" for people and teams.

    ``label`` says which one it is: ``A-31.4``, an address, a sync; ``excerpt`` is there where words stand further on.
    """

    title: tuple[Piece, ...]
    address: str
    label: str
    code: str = ""
    facts: tuple[str, ...] = ()
    excerpt: tuple[Piece, ...] = ()
    person: Person | None = None

    @property
    def name(self) -> str:
        return "".join(piece.text for piece in self.title)

    @property
    def said(self) -> str:
        return "".join(piece.text for piece in self.excerpt)


@dataclass(frozen=True, slots=True)
class Group:
    """The best of one kind; ``has_more`` when others fit as well."""

    kind: Found
    hits: tuple[Hit, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Results:
    """What was found for ``words``, as they were read; ``meant`` is a line that would find something, or ""."""

    words: str
    groups: tuple[Group, ...]
    meant: str = ""


class _Asked(NamedTuple):
    viewer: Person
    wanted: Wanted
    most: int


def search(*, viewer: Person, text: str, kinds: Iterable[Found] = Found, most: int = FEW) -> Results:
    """Look for ``text`` in what ``viewer`` may read.

    Every query narrows to that before it counts, ranks or cuts, so that nothing else shows in order, number or
    suggestion; whether a suggestion is looked for depends on what the viewer sees alone. Eleven queries at most.
    """
    wanted = read(text)
    groups = _groups(_Asked(viewer, wanted, most), kinds)
    if groups or not wanted.words:
        return Results(wanted.text, groups)
    put_right = line_meant(wanted, viewer=viewer)
    is_found = bool(put_right) and bool(_groups(_Asked(viewer, read(put_right), 1), Found))
    return Results(wanted.text, (), put_right if is_found else "")


def _groups(asked: _Asked, kinds: Iterable[Found]) -> tuple[Group, ...]:
    if not asked.wanted.ways:
        return ()
    found = ((kind, FINDERS[kind](asked)) for kind in kinds)
    return tuple(Group(kind, tuple(hits[: asked.most]), len(hits) > asked.most) for kind, hits in found if hits)


def _agreements(asked: _Asked) -> list[Hit]:
    seen = Agreement.objects.visible_to(asked.viewer)
    rows = best(seen, AGREEMENT_SAID, query_of(asked.wanted), most=asked.most)
    if asked.wanted.label:
        rows = _first(seen.filter(number=asked.wanted.label[0]), rows)
    words = asked.wanted.words
    return [
        Hit(
            title=marked(row.title, words),
            address=reverse("agreement", args=[row.slug]),
            label=row.label,
            code=row.state,
            excerpt=excerpt(row.shared_goal, words),
        )
        for row in rows
    ]


def _commitments(asked: _Asked) -> list[Hit]:
    seen = Commitment.objects.visible_to(asked.viewer).select_related("agreement", "team", "for_team")
    rows = best(seen, COMMITMENT_SAID, query_of(asked.wanted), most=asked.most)
    if asked.wanted.label:
        agreement, number = asked.wanted.label
        rows = _first(seen.filter(agreement__number=agreement, number=number or 0), rows)
    words = asked.wanted.words
    return [
        Hit(
            title=marked(row.deliverable, words),
            address=reverse("commitment", args=[row.agreement.slug, row.number]),
            label=row.label,
            code=row.state,
            facts=(f"{row.team} to {row.for_team}", row.agreement.title),
            excerpt=excerpt(row.done_when, words),
        )
        for row in rows
    ]


def _people(asked: _Asked) -> list[Hit]:
    """Teams first: there are few, and whoever types the name of one seldom means a person."""
    query, words = query_of(asked.wanted), asked.wanted.words
    teams = best(Team.objects.all(), TEAM_SAID, query, most=asked.most)
    people = best(Person.objects.prefetch_related("memberships__team"), PERSON_SAID, query, most=asked.most)
    hits = [
        Hit(title=marked(team.name, words), address=reverse("team", args=[team.slug]), label="Team") for team in teams
    ]
    for row in sorted(people, key=lambda person: not person.is_active):
        facts = ", ".join(sorted(membership.team.name for membership in row.memberships.all()))
        hits.append(
            Hit(
                title=marked(row.name, words),
                address=reverse("person", args=[row.pk]),
                label=row.email,
                facts=(facts,) if facts else (),
                person=row,
            )
        )
    return hits[: asked.most + 1]


def _decisions(asked: _Asked) -> list[Hit]:
    """Rulings first, since they bind; then what syncs settled."""
    words = asked.wanted.words
    packets = search_in(Escalation.objects.visible_to(asked.viewer), asked.wanted.text)[: asked.most + 1]
    hits = [
        Hit(
            title=marked(row.topic, words),
            address=reverse("escalation", args=[row.pk]),
            label="Decided by executives",
            code=row.state,
            excerpt=excerpt(row.ruling, words) or excerpt(row.question, words),
        )
        for row in packets
    ]
    seen = Decision.objects.visible_to(asked.viewer).select_related(
        "sync__agreement", "commitment", "metric", "concern", "amendment", "topic", "owner", "made_by"
    )
    rows = best(seen, DECISION_SAID, query_of(asked.wanted), most=asked.most)
    return [*hits, *(_decision(row, words) for row in rows)][: asked.most + 1]


def _decision(row: Decision, words: tuple[str, ...]) -> Hit:
    sync = row.sync
    return Hit(
        title=marked(settled(row).title, words),
        address=reverse("sync", args=[sync.agreement.slug, sync.number]),
        label=f"Sync {sync.number} of {sync.agreement.label}",
        code=row.kind,
        facts=(sync.agreement.title,),
        excerpt=excerpt(row.note, words),
    )


def _first[Row: Model](named: Iterable[Row], rows: Iterable[Row]) -> list[Row]:
    """Put what is named by its number before what merely holds that number."""
    return list(dict.fromkeys([*named, *rows]))


FINDERS: dict[Found, Callable[[_Asked], list[Hit]]] = {
    Found.AGREEMENTS: _agreements,
    Found.COMMITMENTS: _commitments,
    Found.PEOPLE: _people,
    Found.DECISIONS: _decisions,
}
