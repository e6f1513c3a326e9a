"""The terms as one readable document: what is signed, read from the frozen terms themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.reports.clauses import cadence_sentence, quantity
from agreements.reports.names import Json, Names, names_in
from teams.domain.language import say
from teams.models import Person


@dataclass(frozen=True, slots=True)
class PartyClause:
    team: str
    representative: str
    gains: str


@dataclass(frozen=True, slots=True)
class CommitmentClause:
    id: int
    deliverable: str
    done_when: str
    owner: str
    team: str
    for_team: str
    accepted_by: str
    due_on: date
    needed_by: date | None
    waits_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetricClause:
    id: int
    name: str
    course: str  # "from 150 to 500 by 30 April 2027"
    bound: str
    reporter: str
    every_days: int


@dataclass(frozen=True, slots=True)
class Document:
    """People and teams by the names they have today; the hash stands for their addresses and slugs."""

    title: str
    label: str
    shared_goal: str
    starts_on: date | None
    review_on: date | None
    notice_days: int
    visibility: str
    time_zone: str
    parties: tuple[PartyClause, ...]
    commitments: tuple[CommitmentClause, ...]
    metrics: tuple[MetricClause, ...]
    cadence: str


def document_of(terms: Json, *, viewer: Person | None) -> Document:
    """Write frozen terms out for ``viewer``, see ``names_in``; three queries for names."""
    names = names_in(terms, viewer=viewer)
    metrics = {metric["id"]: metric for metric in terms["metrics"]}
    return Document(
        title=terms["title"],
        label=f"A-{terms['number']}",
        shared_goal=terms["shared_goal"],
        starts_on=_day(terms["starts_on"]),
        review_on=_day(terms["review_on"]),
        notice_days=terms["notice_days"],
        visibility=terms["visibility"],
        time_zone=terms["time_zone"],
        parties=tuple(_party(party, names) for party in terms["parties"]),
        commitments=tuple(_commitment(one, names) for one in _by_date(terms["commitments"])),
        metrics=tuple(_metric(metric, metrics, names) for metric in terms["metrics"]),
        cadence=cadence_sentence(terms["cadence"]) if terms["cadence"] else "",
    )


def _by_date(commitments: Iterable[Json]) -> list[Json]:
    return sorted(commitments, key=lambda one: (one["due_on"] or "", one["id"]))


def _party(party: Json, names: Names) -> PartyClause:
    return PartyClause(names.teams[party["team"]], names.people[party["representative"]], party["gains"])


def _commitment(one: Json, names: Names) -> CommitmentClause:
    return CommitmentClause(
        id=one["id"],
        deliverable=one["deliverable"],
        done_when=one["done_when"],
        owner=names.people[one["owner"]],
        team=names.teams[one["team"]],
        for_team=names.teams[one["for_team"]],
        accepted_by=names.people[one["accepted_by"]],
        due_on=date.fromisoformat(one["due_on"]),
        needed_by=_day(one["needed_by"]),
        waits_on=tuple(map(names.wait, one["waits_on"])),
    )


def _metric(metric: Json, metrics: Mapping[int, Json], names: Names) -> MetricClause:
    unit, by = metric["unit"], f"{date.fromisoformat(metric['target_on']):%-d %B %Y}"
    target = quantity(metric["target"], unit)
    held = say("hold {target} until {by}", target=target, by=by)
    moved = say(
        "from {quantity} to {target} by {by}", quantity=quantity(metric["baseline"], unit), target=target, by=by
    )
    return MetricClause(
        id=metric["id"],
        name=metric["name"],
        course=held if metric["direction"] == "hold" else moved,
        bound=_bound(metric, metrics),
        reporter=names.people[metric["reporter"]],
        every_days=metric["every_days"],
    )


def _bound(metric: Json, metrics: Mapping[int, Json]) -> str:
    if metric["bound"] is None:
        return ""
    on = metrics[metric["bound_on"] or metric["id"]]
    return f"{on['name']} {metric['bound_kind'].replace('_', ' ')} {quantity(metric['bound'], on['unit'])}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
