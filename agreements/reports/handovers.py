"""Hand-overs that wait for an answer, and what waits to be handed over because somebody left."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.domain.agreements import AgreementState
from agreements.domain.handovers import CHANGES_HANDS_IN, HandoverRole
from agreements.models import Commitment, Handover, Party
from agreements.permissions import may_agree_to, may_hand_over, may_take, may_withdraw_handover
from teams.models import Membership, MembershipRole, Person

SIDES = {HandoverRole.OWNER: ("owner", "team"), HandoverRole.RECEIVER: ("accepted_by", "for_team")}
OTHER_ENDS = {HandoverRole.OWNER: ("accepted_by", "for_team"), HandoverRole.RECEIVER: ("owner", "team")}


@dataclass(frozen=True, slots=True)
class HandoverCard:
    """A hand-over that waits, and what its reader may answer. ``other_end`` agrees; who has left is answered for."""

    handover: Handover
    other_end: Person | None
    may_take: bool
    may_agree: bool
    may_withdraw: bool


def to_answer_handover(viewer: Person) -> QuerySet[Handover]:
    """Those that ``viewer`` is to take, or to agree to: the rules of `may_take` and `may_agree_to`, of many at once."""
    takes = Q(to_person=viewer, taken_at=None)
    is_other_end = _is_other_end(viewer, HandoverRole.OWNER) | _is_other_end(viewer, HandoverRole.RECEIVER)
    return Handover.objects.waiting().filter(takes | Q(accepted_at=None) & is_other_end)


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


def handover_cards(commitment: Commitment, *, viewer: Person) -> tuple[HandoverCard, ...]:
    """What is asked about ``commitment`` and can still be answered, the owner's first. One query if nothing is."""
    rows = Handover.objects.waiting().filter(commitment=commitment)
    people = ("from_person", "to_person", "asked_by", "agreed_by")
    return tuple(_card(handover, commitment, viewer) for handover in rows.select_related(*people).order_by("role"))


def roles_to_hand_over(commitment: Commitment, *, viewer: Person) -> tuple[HandoverRole, ...]:
    """Which of the two people of a promise ``viewer`` may replace now."""
    if commitment.agreement.state != AgreementState.ACTIVE:
        return ()
    return tuple(
        role
        for role in HandoverRole
        if commitment.state in CHANGES_HANDS_IN[role] and may_hand_over(viewer, commitment, role)
    )


def _card(handover: Handover, commitment: Commitment, viewer: Person) -> HandoverCard:
    handover.commitment = commitment
    takes = handover.taken_at is None and may_take(viewer, handover)
    agrees = handover.accepted_at is None and may_agree_to(viewer, handover)
    return HandoverCard(
        handover=handover,
        other_end=handover.other_end,
        may_take=takes,
        may_agree=agrees,
        may_withdraw=may_withdraw_handover(viewer, handover),
    )


def _is_other_end(viewer: Person, role: HandoverRole) -> Q:
    person, team = OTHER_ENDS[role]
    signs = Party.objects.filter(
        agreement=OuterRef("commitment__agreement"), team=OuterRef(f"commitment__{team}"), representative=viewer
    )
    themselves = Q(**{f"commitment__{person}": viewer})
    in_their_place = Q(Exists(signs), **{f"commitment__{person}__is_active": False})
    return Q(role=role) & (themselves | in_their_place)
