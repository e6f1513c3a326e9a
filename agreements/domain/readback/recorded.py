"""The recorded terms as a readback needs them: with the names that people use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from agreements.domain.terms import CadenceTerms, CommitmentTerms, MetricTerms, Terms


@dataclass(frozen=True, slots=True)
class Named:
    """A person (e-mail address) or a team (slug) and what people call them."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One commitment: `owner` of `team` owes it to `for_team`."""

    commitment: int
    deliverable: str
    done_when: str
    owner: Named | None
    team: Named
    for_team: Named
    due_on: date | None
    needed_by: date | None = None
    lags: tuple[int, ...] = ()  # calendar days after what it waits on


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """All that words can be laid beside.

    `people` are those whose names may appear, `named` the e-mail addresses of those that the terms name. `days` and
    `texts` are what the terms say outside the lines and metrics: a start, a review, the shared goal.
    """

    lines: tuple[Line, ...]
    metrics: tuple[MetricTerms, ...] = ()
    people: tuple[Named, ...] = ()
    named: frozenset[str] = frozenset()
    teams: tuple[Named, ...] = ()
    days: frozenset[date] = frozenset()
    texts: tuple[str, ...] = ()
    cadence: CadenceTerms | None = None
    notice_days: int | None = None  # working days


def recorded(terms: Terms, *, people: Mapping[str, str], teams: Mapping[str, str]) -> Recorded:
    """Return `terms` for a readback; `people` maps e-mail addresses, `teams` slugs, to names.

    People who are not in the terms may be given too: their names are then known when somebody writes them.
    """
    return Recorded(
        lines=tuple(_line(commitment, people, teams) for commitment in terms.commitments),
        metrics=terms.metrics,
        people=tuple(Named(key, name) for key, name in sorted(people.items())),
        named=frozenset(_people_in(terms)),
        teams=tuple(Named(key, name) for key, name in sorted(teams.items())),
        days=frozenset(_days_in(terms)),
        texts=(terms.title, terms.shared_goal, *(party.gains for party in terms.parties)),
        cadence=terms.cadence,
        notice_days=terms.notice_days,
    )


def _line(commitment: CommitmentTerms, people: Mapping[str, str], teams: Mapping[str, str]) -> Line:
    owner = commitment.owner
    return Line(
        commitment=commitment.id,
        deliverable=commitment.deliverable,
        done_when=commitment.done_when,
        owner=Named(owner, people.get(owner, owner)) if owner else None,
        team=Named(commitment.team, teams.get(commitment.team, commitment.team)),
        for_team=Named(commitment.for_team, teams.get(commitment.for_team, commitment.for_team)),
        due_on=commitment.due_on,
        needed_by=commitment.needed_by,
        lags=tuple(sorted({wait.lag_days for wait in commitment.waits_on if wait.lag_days})),
    )


def _people_in(terms: Terms) -> set[str]:
    named = {party.representative for party in terms.parties} | {metric.reporter for metric in terms.metrics}
    for commitment in terms.commitments:
        named |= {commitment.owner, commitment.accepted_by}
    return {person for person in named if person}


def _days_in(terms: Terms) -> set[date]:
    days = {terms.starts_on, terms.review_on, terms.cadence.starts_on if terms.cadence else None}
    return {day for day in days if day}
