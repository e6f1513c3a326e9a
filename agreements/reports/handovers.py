"""Hand-overs that wait for an answer, and what waits to be handed over because somebody left."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.domain.agreements import AgreementState
from agreements.domain.handovers import CHANGES_HANDS_IN, HandoverRole
from agreements.models import Commitment, Handover, Party
from teams.models import Membership, MembershipRole, Person

SIDES = {HandoverRole.OWNER: ("owner", "team"), HandoverRole.RECEIVER: ("accepted_by", "for_team")}
OTHER_ENDS = {HandoverRole.OWNER: ("accepted_by", "for_team"), HandoverRole.RECEIVER: ("owner", "team")}


def to_answer_handover(viewer: Person) -> QuerySet[Handover]:
    """Those that ``viewer`` is to take, or to agree to: the rules of `may_take` and `may_agree_to`, of many at once."""
    takes = Q(to_person=viewer, taken_at=None)
    agrees = Q(accepted_at=None) & (
        _is_other_end(viewer, HandoverRole.OWNER) | _is_other_end(viewer, HandoverRole.RECEIVER)
    )
    return Handover.objects.waiting().filter(takes | agrees)


def to_hand_over(viewer: Person, role: HandoverRole) -> QuerySet[Commitment]:
    """Promises whose owner, or receiver, left: for who signs for their party or leads it, until somebody is asked."""
    person, team = SIDES[role]
    left = {f"{person}__is_active": False, "state__in": CHANGES_HANDS_IN[role]}
    leads = Membership.objects.filter(person=viewer, role=MembershipRole.LEAD, team=OuterRef(team))
    signs = Party.objects.filter(agreement=OuterRef("agreement"), team=OuterRef(team), representative=viewer)
    asked = Handover.objects.open().filter(
        commitment=OuterRef("pk"), role=role, from_person=OuterRef(person), to_person__is_active=True
    )
    in_force = Commitment.objects.filter(agreement__state=AgreementState.ACTIVE, **left)
    return in_force.filter(Exists(leads) | Exists(signs), ~Exists(asked))


def to_name_signer(viewer: Person) -> QuerySet[Party]:
    """Parties of a team that ``viewer`` leads, whose signer left, where something is to be signed or answered."""
    leads = Membership.objects.filter(person=viewer, role=MembershipRole.LEAD, team=OuterRef("team"))
    under_way = (AgreementState.READBACK, AgreementState.ACTIVE)
    left = Party.objects.filter(representative__is_active=False, agreement__state__in=under_way)
    return left.filter(Exists(leads))


def handover_of(commitment: Commitment) -> tuple[Handover, ...]:
    """What is asked about ``commitment`` and can still be answered, the owner's first. One query."""
    rows = Handover.objects.waiting().filter(commitment=commitment)
    people = ("from_person", "to_person", "asked_by", "agreed_by")
    found = list(rows.select_related(*people).order_by("role"))
    for handover in found:
        handover.commitment = commitment
    return tuple(found)


def _is_other_end(viewer: Person, role: HandoverRole) -> Q:
    person, team = OTHER_ENDS[role]
    signs = Party.objects.filter(
        agreement=OuterRef("commitment__agreement"), team=OuterRef(f"commitment__{team}"), representative=viewer
    )
    in_their_place = Q(**{f"commitment__{person}__is_active": False}) & Exists(signs)
    return Q(role=role) & (Q(**{f"commitment__{person}": viewer}) | in_their_place)
