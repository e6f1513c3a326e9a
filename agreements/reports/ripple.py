"""What a change would move: the chain as it is in force, and its lines as one reader may see them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.domain.dependencies import Dependency as Wait
from agreements.domain.ripple import Effect, Graph, Node, RippleLine, Target, ripple
from agreements.models import Agreement, Commitment, Dependency, Metric, Party
from teams.models import Person
from teams.reports.calendar import working_calendar

# Downstream from what is asked, through what is in force: open commitments of active agreements.
REACHED = """
WITH RECURSIVE reached(id) AS (
  SELECT unnest(%(asked)s::bigint[])
  UNION
  SELECT d.downstream_id FROM reached
  JOIN agreements_dependency d ON d.upstream_id = reached.id
  JOIN agreements_commitment c ON c.id = reached.id AND c.state = %(open)s
  JOIN agreements_agreement a ON a.id = c.agreement_id AND a.state = %(active)s
)
SELECT id FROM reached
"""
IN_FORCE = Q(state=CommitmentState.OPEN, agreement__state=AgreementState.ACTIVE)
UPSTREAM_IN_FORCE = Q(upstream__state=CommitmentState.OPEN, upstream__agreement__state=AgreementState.ACTIVE)

type Parties = Mapping[tuple[int, int], Person | None]  # who signs, by agreement and team


@dataclass(frozen=True, slots=True)
class TouchedTarget:
    """A metric whose target is to be met before a commitment of its agreement now lands."""

    metric: int
    name: str
    target_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RippleRow:
    """One line of a ripple in a reader's sight.

    ``must_consent`` holds its owner and who signs for the two parties when it changes or moves; who only has to hear
    of it is in ``told``. Out of the reader's sight (``is_veiled``, PRODUCT 6.8) it says that there is one and, when the
    change reaches it, what the change does: to which date, whether its receiver needs it sooner, whose consent that
    takes. What its own agreement says stays there.
    """

    depth: int
    effect: Effect
    was: date | None = None
    now: date | None = None
    breaks_needed_by: bool = False
    is_new_break: bool = False
    is_working_day: bool = True
    must_consent: tuple[Person, ...] = ()
    commitment: int | None = None
    number: int | None = None
    label: str = ""
    deliverable: str = "a commitment in another agreement"
    owner: Person | None = None
    team: str = ""
    for_team: str = ""
    agreement_number: int | None = None
    agreement_slug: str = ""
    agreement_title: str = ""
    needed_by: date | None = None
    slack_was: int | None = None
    slack_now: int | None = None
    before_upstream: bool = False
    targets: tuple[TouchedTarget, ...] = ()
    told: tuple[Person, ...] = ()

    @property
    def is_veiled(self) -> bool:
        return self.commitment is None

    @property
    def is_change(self) -> bool:
        return self.effect in {Effect.CHANGED, Effect.DROPPED, Effect.MOVED}


def preview(*, asked: Mapping[int, date | None], viewer: Person) -> tuple[RippleRow, ...]:
    """The rows of what ``asked`` would do, in ``viewer``'s sight; ``asked`` as ``domain.ripple`` takes it."""
    return rows(lines=ripple_of(asked=asked), viewer=viewer)


def ripple_of(*, asked: Mapping[int, date | None]) -> tuple[RippleLine, ...]:
    """What ``asked`` does to everything in force, whoever may see it. Five queries."""
    return ripple(graph_of(asked), asked=asked, calendar=working_calendar())


def graph_of(commitments: Collection[int]) -> Graph:
    """What is in force of ``commitments`` and all that waits on it, with whatever else that waits on. Four queries."""
    with connection.cursor() as cursor:
        states = {"open": CommitmentState.OPEN, "active": AgreementState.ACTIVE}
        cursor.execute(REACHED, {"asked": list(commitments), **states})
        reached = [pk for (pk,) in cursor.fetchall()]
    waits = Dependency.objects.filter(UPSTREAM_IN_FORCE, downstream__in=reached)
    edges = tuple(Wait(*edge) for edge in waits.values_list("upstream", "downstream", "lag_days"))
    found = Commitment.objects.filter(IN_FORCE, pk__in={*reached, *(edge.upstream for edge in edges)})
    nodes = tuple(map(_node, found))
    targets = Metric.objects.in_terms().filter(agreement__in={node.agreement for node in nodes})
    return Graph(nodes, edges, tuple(Target(*row) for row in targets.values_list("pk", "agreement", "target_on")))


def rows(*, lines: Sequence[RippleLine], viewer: Person) -> tuple[RippleRow, ...]:
    """The rows of ``lines``, in their order, in ``viewer``'s sight. Four queries."""
    pks, agreements = [line.commitment for line in lines], {line.agreement for line in lines}
    found = Commitment.objects.select_related("agreement", "team", "for_team", "owner", "accepted_by").in_bulk(pks)
    seen = set(Agreement.objects.visible_to(viewer).filter(pk__in=agreements).values_list("pk", flat=True))
    parties = _parties(agreements)
    metrics = Metric.objects.in_bulk({metric for line in lines for metric in line.targets})
    return tuple(
        _row(line, found[line.commitment], parties, metrics)
        if line.agreement in seen
        else _veiled(line, found[line.commitment], parties)
        for line in lines
    )


def _node(commitment: Commitment) -> Node:
    assert commitment.due_on is not None  # the database holds it for all that is in force
    return Node(commitment.pk, commitment.agreement_id, commitment.due_on, commitment.needed_by)


def _parties(agreements: Iterable[int]) -> Parties:
    found = Party.objects.filter(agreement__in=agreements).select_related("representative")
    return {(party.agreement_id, party.team_id): party.representative for party in found}


def _row(line: RippleLine, commitment: Commitment, parties: Parties, metrics: Mapping[int, Metric]) -> RippleRow:
    must_consent = _must_consent(line, commitment, parties)
    agreement = commitment.agreement
    return RippleRow(
        depth=line.depth,
        effect=line.effect,
        was=line.was,
        now=line.now,
        breaks_needed_by=line.breaks_needed_by,
        is_new_break=line.is_new_break,
        is_working_day=line.is_working_day,
        must_consent=must_consent,
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
        slack_was=line.slack_was,
        slack_now=line.slack_now,
        before_upstream=line.before_upstream,
        targets=tuple(_target(metrics[metric]) for metric in line.targets),
        told=tuple(person for person in _concerned(commitment, parties) if person not in must_consent),
    )


def _veiled(line: RippleLine, commitment: Commitment, parties: Parties) -> RippleRow:
    if not line.is_change:
        return RippleRow(depth=line.depth, effect=line.effect)
    return RippleRow(
        depth=line.depth,
        effect=line.effect,
        now=line.now,
        breaks_needed_by=line.breaks_needed_by,
        is_new_break=line.is_new_break,
        is_working_day=line.is_working_day,
        must_consent=_must_consent(line, commitment, parties),
    )


def _target(metric: Metric) -> TouchedTarget:
    return TouchedTarget(metric.pk, metric.name, metric.target_on)


def _must_consent(line: RippleLine, commitment: Commitment, parties: Parties) -> tuple[Person, ...]:
    return _each_once(commitment.owner, *_signers(commitment, parties)) if line.is_change else ()


def _concerned(commitment: Commitment, parties: Parties) -> tuple[Person, ...]:
    return _each_once(commitment.owner, *_signers(commitment, parties), commitment.accepted_by)


def _signers(commitment: Commitment, parties: Parties) -> tuple[Person | None, ...]:
    """Who signs for the party that owes it and for the one that receives it."""
    return tuple(parties[commitment.agreement_id, team] for team in (commitment.team_id, commitment.for_team_id))


def _each_once(*people: Person | None) -> tuple[Person, ...]:
    return tuple(dict.fromkeys(person for person in people if person is not None))
