"""Who may do what. Each rule is a plain predicate; operations enforce it, pages ask it before they show a button."""

from django.db.models import Q

from agreements.models import (
    Agreement,
    Alternative,
    Amendment,
    Commitment,
    Concern,
    Difference,
    Metric,
    Party,
    Readback,
    Version,
)
from teams.models import Membership, MembershipRole, Person


def is_member_of_party(person: Person, agreement: Agreement) -> bool:
    """A member of any party's team, or somebody who signs for one."""
    parties = Party.objects.filter(agreement=agreement)
    return parties.filter(representative=person).exists() or parties.filter(team__memberships__person=person).exists()


def leads_party(person: Person, agreement: Agreement) -> bool:
    return Membership.objects.filter(
        person=person, role=MembershipRole.LEAD, team__parties__agreement=agreement
    ).exists()


def represents(person: Person, agreement: Agreement) -> bool:
    return Party.objects.filter(agreement=agreement, representative=person).exists()


def acts_for(person: Person, other: Person | None) -> bool:
    """Is ``other``, or is named by ``other`` as the delegate. A delegate may check in and accept, never sign."""
    return other is not None and person.pk in {other.pk, other.delegate_id}


def may_edit_terms(person: Person, agreement: Agreement) -> bool:
    return person.pk == agreement.created_by_id or is_member_of_party(person, agreement)


def may_propose(person: Person, agreement: Agreement) -> bool:
    return may_edit_terms(person, agreement)


def may_take_back(person: Person, agreement: Agreement) -> bool:
    return may_edit_terms(person, agreement)


def may_sign(person: Person, agreement: Agreement) -> bool:
    return represents(person, agreement)


def may_extend(person: Person, version: Version) -> bool:
    """Only the initiator, who is asked to decide once the window for answers has passed."""
    return person.pk == version.proposed_by_id


def may_read_back(person: Person, agreement: Agreement) -> bool:
    """Those who sign the terms, and those who owe something in them, are asked what they heard."""
    return person.is_active and (
        represents(person, agreement) or person.commitments.filter(agreement=agreement).exists()
    )


def may_confirm(person: Person, readback: Readback) -> bool:
    """Everybody else who is asked; they see it once they have said their own."""
    return person.pk != readback.person_id and may_read_back(person, readback.agreement)


def may_settle(person: Person, difference: Difference) -> bool:
    """Who said it, or who proposed the terms that wait for signatures."""
    readback = difference.readback
    proposals = Version.objects.standing().filter(agreement=readback.agreement_id, in_force_at=None)
    return person.pk == readback.person_id or proposals.filter(proposed_by=person).exists()


def may_close(person: Person, agreement: Agreement) -> bool:
    """Complete, end or withdraw: those who sign for a party, lead one, or moderate it."""
    return (
        person.pk in {agreement.created_by_id, agreement.facilitator_id}
        or represents(person, agreement)
        or leads_party(person, agreement)
    )


def may_pause(person: Person, agreement: Agreement) -> bool:
    """Whoever may close it may let it rest."""
    return may_close(person, agreement)


def may_ask_for_change(person: Person, agreement: Agreement) -> bool:
    """Anybody of a party, and who owns or accepts something in it."""
    promises = Commitment.objects.filter(agreement=agreement)
    return is_member_of_party(person, agreement) or promises.filter(Q(owner=person) | Q(accepted_by=person)).exists()


def may_raise_concern(person: Person, agreement: Agreement) -> bool:
    """Whoever may ask for a change, and who moderates it: a worry is said before anything is asked for."""
    return person.pk == agreement.facilitator_id or may_ask_for_change(person, agreement)


def may_resolve_concern(person: Person, concern: Concern) -> bool:
    """Anybody of a party and who moderates it; who raised it may say that it is settled."""
    agreement = concern.agreement
    return person.pk in {concern.raised_by_id, agreement.facilitator_id} or is_member_of_party(person, agreement)


def may_answer(person: Person, alternative: Alternative) -> bool:
    """Those whom it affects, each for themselves: a delegate never consents."""
    return alternative.consents.filter(person=person).exists()


def may_decide_on_change(person: Person, amendment: Amendment) -> bool:
    """Withdraw it, ask again once it has expired, or settle what it has in conflict: whoever asked for it."""
    return person.pk == amendment.asked_by_id


def may_check_in(person: Person, commitment: Commitment) -> bool:
    return acts_for(person, commitment.owner) or acts_for(person, commitment.accepted_by)


def may_deliver(person: Person, commitment: Commitment) -> bool:
    return acts_for(person, commitment.owner)


def may_accept(person: Person, commitment: Commitment) -> bool:
    """The receiver or their delegate; never the owner, even as a delegate."""
    return acts_for(person, commitment.accepted_by) and person.pk != commitment.owner_id


def may_release(person: Person, commitment: Commitment) -> bool:
    """Only the receiving side may waive what it was promised; not by delegation."""
    return (
        person.pk == commitment.accepted_by_id
        or Party.objects.filter(
            agreement=commitment.agreement_id, team=commitment.for_team_id, representative=person
        ).exists()
    )


def may_record_reading(person: Person, metric: Metric) -> bool:
    return person.pk == metric.reporter_id or is_member_of_party(person, metric.agreement)


def may_hold_sync(person: Person, agreement: Agreement) -> bool:
    return person.pk == agreement.facilitator_id or is_member_of_party(person, agreement)
