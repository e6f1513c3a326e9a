"""What a list of agreements or of commitments can be narrowed by: the same rules for pages and for the API.

Rows come from ``seen_by``, so that health is what the reader was told of. None and "" mean any.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import ADJUSTED, CommitmentState
from agreements.domain.counting import CAME_DUE, Weeks
from agreements.models import Agreement, Commitment, Follow, Party
from agreements.reports.renegotiation import in_renegotiation
from teams.models import MembershipRole, Person

OWED = (CommitmentState.OPEN, CommitmentState.LAPSED)  # its owner still has something to do
UNSETTLED = (*OWED, CommitmentState.DELIVERED)
BY_ME, TO_ME = "by-me", "to-me"
PAUSED, RENEGOTIATED, ANY = "paused", "in_renegotiation", "any"  # no states of a row: facts beside it
UNDER_WAY = "under_way"  # open, past its date or to be confirmed, in an agreement that runs


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFilter:
    """``team`` and ``other`` are keys of parties, ``person`` signs, owns or accepts something, ``q`` are words.

    One of ``teams`` is a party.
    """

    state: str = ""
    health: str = ""
    team: int | None = None
    other: int | None = None
    teams: frozenset[int] | None = None
    person: Person | None = None
    priority: int | None = None
    q: str = ""
    followed_by: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentFilter:
    """``team`` owes and ``for_team`` receives; days are inclusive; ``owed`` is BY_ME, TO_ME or "".

    One of ``department`` owes, one of ``for_department`` receives, one of ``teams`` does either. ``came_due`` keeps
    what came due in so many weeks, the present one the last, as the dashboard counts it.
    """

    owed: str = ""
    state: str = ""
    health: str = ""
    outcome: str = ""
    team: int | None = None
    for_team: int | None = None
    department: frozenset[int] | None = None
    for_department: frozenset[int] | None = None
    teams: frozenset[int] | None = None
    owner: Person | None = None
    accepted_by: Person | None = None
    agreement: int | None = None
    due_after: date | None = None
    due_before: date | None = None
    came_due: int | None = None
    q: str = ""


def agreements_that(wanted: AgreementFilter) -> Q:
    """The condition for agreements, whatever their state."""
    columns = {"seen_health": wanted.health, "priority": wanted.priority}
    found = _equal(columns)
    for team in filter(None, (wanted.team, wanted.other)):
        found &= Q(Exists(Party.objects.filter(agreement=OuterRef("pk"), team=team)))
    if wanted.teams is not None:
        found &= Q(Exists(Party.objects.filter(agreement=OuterRef("pk"), team__in=wanted.teams)))
    if wanted.person:
        found &= _concerns(wanted.person)
    if wanted.followed_by:
        found &= Q(Exists(Follow.objects.filter(agreement=OuterRef("pk"), person=wanted.followed_by)))
    if wanted.q:
        found &= Q(title__icontains=wanted.q) | Q(shared_goal__icontains=wanted.q)
    return found


def agreements_in(state: str, *, at: datetime) -> Q:
    """The condition for a state as pages mean it: what is in force runs, what rests is *paused* instead."""
    if state == AgreementState.ACTIVE:
        return Q(pk__in=Agreement.objects.running(at=at).values("pk"))
    if state == PAUSED:
        return Q(state=AgreementState.ACTIVE) & ~Q(pk__in=Agreement.objects.running(at=at).values("pk"))
    if state == RENEGOTIATED:
        return Q(in_renegotiation(), state=AgreementState.ACTIVE)
    return Q(state=state) if state else Q()


def commitments_that(wanted: CommitmentFilter) -> Q:
    """The condition for commitments, whatever their state."""
    columns = {
        "seen_health": wanted.health,
        "outcome": wanted.outcome,
        "team": wanted.team,
        "for_team": wanted.for_team,
        "team__in": wanted.department,
        "for_team__in": wanted.for_department,
        "owner": wanted.owner,
        "accepted_by": wanted.accepted_by,
        "agreement__number": wanted.agreement,
        "due_on__gte": wanted.due_after,
        "due_on__lte": wanted.due_before,
        "deliverable__icontains": wanted.q,
    }
    found = _equal(columns)
    return found if wanted.teams is None else found & (Q(team__in=wanted.teams) | Q(for_team__in=wanted.teams))


def commitments_in(wanted: CommitmentFilter, *, at: datetime) -> Q:
    """The condition for its state as pages mean it.

    Open is what runs; what is open in an agreement that rests is *paused*. Outcomes count wherever the agreement is
    now. Without either, everything that is not settled yet.
    """
    running = Agreement.objects.running(at=at).values("pk")
    if wanted.state == CommitmentState.OPEN:
        return Q(state=CommitmentState.OPEN, agreement__in=running)
    if wanted.state in (PAUSED, UNDER_WAY):
        is_paused = Q(state=CommitmentState.OPEN, agreement__state=AgreementState.ACTIVE) & ~Q(agreement__in=running)
        return is_paused if wanted.state == PAUSED else Q(state__in=UNSETTLED, agreement__in=running)
    if wanted.state == ANY or (not wanted.state and (wanted.outcome or wanted.came_due)):
        return Q()
    if wanted.state:
        return Q(state=wanted.state)
    if wanted.owed:
        return Q(state__in=OWED, agreement__in=running)
    return Q(state__in=UNSETTLED, agreement__state=AgreementState.ACTIVE)


def owed_by(person: Person, *, among: QuerySet[Agreement]) -> QuerySet[Commitment]:
    """What ``person`` owes ``among`` some agreements: open or past its date."""
    return Commitment.objects.filter(agreement__in=among, owner=person, state__in=OWED)


def owed_to(person: Person, *, among: QuerySet[Agreement]) -> QuerySet[Commitment]:
    """What ``person`` is owed: what they accept, and for a lead everything their teams receive."""
    return Commitment.objects.filter(is_owed_to(person), agreement__in=among, state__in=OWED)


def is_owed_to(person: Person) -> Q:
    led = person.memberships.filter(role=MembershipRole.LEAD).values("team")
    return Q(accepted_by=person) | Q(for_team__in=led)


def whose(owed: str, *, viewer: Person) -> Q:
    """The condition for what ``viewer`` owes or is owed; none for anything else."""
    if owed == BY_ME:
        return Q(owner=viewer)
    return is_owed_to(viewer) if owed == TO_ME else Q()


def that_came_due(weeks: Weeks) -> Q:
    """The condition for what came due in ``weeks`` and is decided; an adjusted one counts from its agreement on."""
    is_decided = Q(due_on__lte=weeks.last_on) | Q(outcome__in=ADJUSTED)
    return Q(is_decided, outcome__in=CAME_DUE, due_on__gte=weeks.first_on)


def _equal(columns: Mapping[str, object]) -> Q:
    return Q(**{column: value for column, value in columns.items() if value not in (None, "")})


def _concerns(person: Person) -> Q:
    promises = Commitment.objects.filter(agreement=OuterRef("pk"))
    return (
        Q(Exists(Party.objects.filter(agreement=OuterRef("pk"), representative=person)))
        | Q(Exists(promises.filter(owner=person)))
        | Q(Exists(promises.filter(accepted_by=person)))
    )
