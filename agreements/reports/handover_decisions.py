"""What changes of hands ask of one person, as rows of the home page: to answer, and to hand over what somebody left."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from agreements.domain.handovers import HandoverRole
from agreements.models import Commitment, Handover, Party
from agreements.reports.handovers import SIDES, to_answer_handover, to_hand_over, to_name_signer
from agreements.reports.terms_decisions import Decision
from teams.domain.language import say
from teams.models import Person
from teams.reports.leavers import left_at


def about_handovers(viewer: Person) -> list[Decision]:
    """The rows of ``viewer``, in no order. A fixed number of queries."""
    asked = to_answer_handover(viewer).select_related("commitment__agreement", "asked_by", "from_person", "to_person")
    signers = to_name_signer(viewer).select_related("agreement", "team", "representative")
    return [
        *(_answer(handover, viewer) for handover in asked),
        *(row for role in HandoverRole for row in _hand_over(viewer, role)),
        *_name(signers),
    ]


def _answer(handover: Handover, viewer: Person) -> Decision:
    is_to_take = viewer == handover.to_person
    to_do = say("own it") if handover.role == HandoverRole.OWNER else say("confirm it")
    who = say("You are") if is_to_take else say("{name} is", name=handover.to_person.name)
    return Decision(
        mark="asked",
        words=say("Take it over") if is_to_take else "Hand-over",
        title=handover.commitment.deliverable,
        parties=(say("{who} to {to_do} in place of {name}", who=who, to_do=to_do, name=handover.from_person.name),),
        since=handover.asked_at,
        act="Answer",
        address=_page(handover.commitment),
    )


def _hand_over(viewer: Person, role: HandoverRole) -> list[Decision]:
    person, _ = SIDES[role]
    rows = list(to_hand_over(viewer, role).select_related("agreement", person).order_by("due_on", "pk"))
    left = left_at({getattr(row, person) for row in rows})
    return [_left(row, role, getattr(row, person), left) for row in rows]


def _left(commitment: Commitment, role: HandoverRole, person: Person, left: Mapping[str, datetime]) -> Decision:
    does = say("owned it") if role == HandoverRole.OWNER else say("was to confirm it")
    return Decision(
        mark="strong",
        words=say("Hand over"),
        title=commitment.deliverable,
        parties=(say("{name}, who {does}, has left", name=person.name, does=does),),
        since=left.get(person.email) or commitment.agreement.updated_at,
        act=say("Hand it over"),
        address=f"{_page(commitment)}handover/?role={role}",
    )


def _name(parties: Iterable[Party]) -> list[Decision]:
    found = list(parties)
    left = left_at({party.representative for party in found if party.representative})
    return [_unsigned(party, party.representative, left) for party in found if party.representative]


def _unsigned(party: Party, former: Person, left: Mapping[str, datetime]) -> Decision:
    agreement = party.agreement
    return Decision(
        mark="strong",
        words=say("Name who signs"),
        title=agreement.title,
        parties=(say("{name}, who signs for {team}, has left", name=former.name, team=party.team),),
        since=left.get(former.email) or agreement.updated_at,
        act=say("Name them"),
        address=f"/agreements/{agreement.slug}/parties/{party.pk}/representative/",
    )


def _page(commitment: Commitment) -> str:
    return f"/agreements/{commitment.agreement.slug}/commitments/{commitment.number}/"
