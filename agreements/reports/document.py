"""The terms as one readable document: what is signed, read from the frozen terms themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agreements.domain.cadence import WEEKDAYS, Frequency
from agreements.domain.rhythm import rhythm
from agreements.models import Commitment
from agreements.reports.metrics import written
from teams.models import Person, Team

type Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PartyClause:
    team: str
    representative: str
    gains: str


@dataclass(frozen=True, slots=True)
class CommitmentClause:
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


def document_of(terms: Json, *, viewer: Person) -> Document:
    """Write frozen terms out for ``viewer``; three queries for names."""
    people, teams = _people(terms), _teams(terms)
    promised = _promised(terms, viewer)
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
        parties=tuple(_party(party, people, teams) for party in terms["parties"]),
        commitments=tuple(_commitment(one, people, teams, promised) for one in _by_date(terms["commitments"])),
        metrics=tuple(_metric(metric, metrics, people) for metric in terms["metrics"]),
        cadence=_cadence(terms["cadence"]) if terms["cadence"] else "",
    )


def _people(terms: Json) -> dict[str | None, str]:
    named = [
        *(party["representative"] for party in terms["parties"]),
        *(one[role] for one in terms["commitments"] for role in ("owner", "accepted_by")),
        *(metric["reporter"] for metric in terms["metrics"]),
    ]
    found = Person.objects.filter(email__in={email for email in named if email})
    return {None: "nobody", **{email: email for email in named}, **dict(found.values_list("email", "name"))}


def _teams(terms: Json) -> dict[str, str]:
    slugs = [party["team"] for party in terms["parties"]]
    found = Team.objects.filter(slug__in=slugs)
    return {**{slug: slug for slug in slugs}, **dict(found.values_list("slug", "name"))}


def _promised(terms: Json, viewer: Person) -> dict[int, str]:
    """What the commitments of these terms wait on, by id; of another agreement only what ``viewer`` may read."""
    own = {one["id"]: f"“{one['deliverable']}”" for one in terms["commitments"]}
    waits = {wait["commitment"] for one in terms["commitments"] for wait in one["waits_on"]} - own.keys()
    others = Commitment.objects.visible_to(viewer).filter(pk__in=waits).select_related("agreement")
    return {**own, **{other.pk: f"“{other.deliverable}” of {other.agreement.label}" for other in others}}


def _by_date(commitments: Iterable[Json]) -> list[Json]:
    return sorted(commitments, key=lambda one: (one["due_on"] or "", one["id"]))


def _party(party: Json, people: Mapping[str | None, str], teams: Mapping[str, str]) -> PartyClause:
    return PartyClause(teams[party["team"]], people[party["representative"]], party["gains"])


def _commitment(
    one: Json, people: Mapping[str | None, str], teams: Mapping[str, str], promised: Mapping[int, str]
) -> CommitmentClause:
    return CommitmentClause(
        deliverable=one["deliverable"],
        done_when=one["done_when"],
        owner=people[one["owner"]],
        team=teams[one["team"]],
        for_team=teams[one["for_team"]],
        accepted_by=people[one["accepted_by"]],
        due_on=date.fromisoformat(one["due_on"]),
        needed_by=_day(one["needed_by"]),
        waits_on=tuple(_wait(wait, promised) for wait in one["waits_on"]),
    )


def _wait(wait: Json, promised: Mapping[int, str]) -> str:
    lag = wait["lag_days"]
    name = promised.get(wait["commitment"], "a commitment in another agreement")
    return f"{name}, {lag} day{'' if lag == 1 else 's'} after it" if lag else name


def _metric(metric: Json, metrics: Mapping[int, Json], people: Mapping[str | None, str]) -> MetricClause:
    unit, by = metric["unit"], f"{date.fromisoformat(metric['target_on']):%-d %B %Y}"
    target = written(Decimal(metric["target"]), unit)
    held = f"hold {target} until {by}"
    moved = f"from {written(Decimal(metric['baseline']), unit)} to {target} by {by}"
    return MetricClause(
        name=metric["name"],
        course=held if metric["direction"] == "hold" else moved,
        bound=_bound(metric, metrics),
        reporter=people[metric["reporter"]],
        every_days=metric["every_days"],
    )


def _bound(metric: Json, metrics: Mapping[int, Json]) -> str:
    if metric["bound"] is None:
        return ""
    on = metrics[metric["bound_on"] or metric["id"]]
    return f"{on['name']} {metric['bound_kind'].replace('_', ' ')} {written(Decimal(metric['bound']), on['unit'])}"


def _cadence(cadence: Json) -> str:
    often = rhythm(
        frequency=Frequency(cadence["frequency"]),
        interval=cadence["interval"],
        weekday=WEEKDAYS.index(cadence["weekday"]),
        nth=cadence["nth"],
    )
    return f"Sync {often} at {cadence['time']} ({cadence['time_zone']}), {cadence['minutes']} minutes"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
