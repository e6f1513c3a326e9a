"""The terms of an agreement as its rows hold them now, in the form that is frozen, hashed and signed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from agreements.domain.cadence import WEEKDAYS, Frequency
from agreements.domain.lint import Problem, problems
from agreements.domain.metrics import BoundKind, Direction
from agreements.domain.terms import CadenceTerms, CommitmentTerms, MetricTerms, PartyTerms, Terms, WaitTerms
from agreements.models import Agreement, Cadence, Dependency
from teams.models import Membership, MembershipRole, Person


def terms_of(agreement: Agreement) -> Terms:
    """Return the terms as they stand, whatever the agreement's state. Five queries, however large it is."""
    return Terms(
        number=agreement.number,
        title=agreement.title,
        shared_goal=agreement.shared_goal,
        time_zone=agreement.time_zone,
        visibility=agreement.visibility,
        notice_days=agreement.notice_days,
        starts_on=agreement.starts_on,
        review_on=agreement.review_on,
        parties=tuple(_parties(agreement)),
        commitments=tuple(_commitments(agreement)),
        metrics=tuple(_metrics(agreement)),
        cadence=_cadence(agreement),
    )


def problems_of(agreement: Agreement, *, as_of: date) -> list[Problem]:
    """Return what the linter says of the terms as they stand on the local date ``as_of``."""
    names = dict(agreement.parties.values_list("team__slug", "team__name"))
    led_by: dict[str, set[str]] = defaultdict(set)
    leads = Membership.objects.filter(team__parties__agreement=agreement, role=MembershipRole.LEAD)
    for team, person in leads.values_list("team__slug", "person__email"):
        led_by[team].add(person)
    return problems(terms_of(agreement), as_of=as_of, team_names=names, led_by=led_by)


def _parties(agreement: Agreement) -> Iterator[PartyTerms]:
    for party in agreement.parties.select_related("team", "representative").order_by("team__slug"):
        yield PartyTerms(team=party.team.slug, representative=_email(party.representative), gains=party.gains)


def _commitments(agreement: Agreement) -> Iterator[CommitmentTerms]:
    waits = _waits(agreement)
    rows = agreement.commitments.select_related("team", "for_team", "owner", "accepted_by")
    for row in rows.order_by("pk"):
        yield CommitmentTerms(
            id=row.pk,
            deliverable=row.deliverable,
            done_when=row.done_when,
            team=row.team.slug,
            for_team=row.for_team.slug,
            owner=_email(row.owner),
            accepted_by=_email(row.accepted_by),
            needed_by=row.needed_by,
            due_on=row.due_on,
            waits_on=tuple(waits[row.pk]),
        )


def _waits(agreement: Agreement) -> dict[int, list[WaitTerms]]:
    waits: dict[int, list[WaitTerms]] = defaultdict(list)
    for row in Dependency.objects.filter(downstream__agreement=agreement).order_by("upstream_id"):
        waits[row.downstream_id].append(WaitTerms(commitment=row.upstream_id, lag_days=row.lag_days))
    return waits


def _metrics(agreement: Agreement) -> Iterator[MetricTerms]:
    for row in agreement.metrics.in_terms().select_related("reporter").order_by("pk"):
        yield MetricTerms(
            id=row.pk,
            name=row.name,
            unit=row.unit,
            direction=Direction(row.direction),
            baseline=row.baseline,
            starts_on=row.starts_on,
            target=row.target,
            target_on=row.target_on,
            bound=row.bound,
            bound_kind=BoundKind(row.bound_kind) if row.bound_kind else None,
            bound_on=row.bound_on_id,
            reporter=_email(row.reporter),
            every_days=row.every_days,
        )


def _cadence(agreement: Agreement) -> CadenceTerms | None:
    row = Cadence.objects.filter(agreement=agreement).first()
    if row is None:
        return None
    return CadenceTerms(
        frequency=Frequency(row.frequency),
        interval=row.interval,
        weekday=WEEKDAYS[row.weekday],
        nth=row.nth,
        time=row.time,
        minutes=row.minutes,
        time_zone=row.time_zone,
        starts_on=row.starts_on,
    )


def _email(person: Person | None) -> str | None:
    return person.email if person else None
