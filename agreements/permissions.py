"""Who may do what. Each rule is a plain predicate; operations enforce it, pages ask it before they show a button."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.domain.handovers import HandoverRole
from agreements.models import (
    Agreement,
    Alternative,
    Amendment,
    CheckIn,
    Commitment,
    Concern,
    Difference,
    DriftFlag,
    Escalation,
    Handover,
    Metric,
    Party,
    Readback,
    Sync,
    Version,
)
from teams.models import Membership, MembershipRole, Person, Team


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


def may_choose_priority(person: Person, agreement: Agreement) -> bool:
    """Whoever may close it says what of the organisation it serves."""
    return may_close(person, agreement)


def may_review(person: Person, agreement: Agreement) -> bool:
    """Whoever may close it says that its parties have looked at it again."""
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


def may_prepare_packet(person: Person, agreement: Agreement) -> bool:
    """Anybody of a party asks for a decision, and who moderates it helps them to."""
    return person.pk == agreement.facilitator_id or is_member_of_party(person, agreement)


def sides_of(person: Person, agreement: Agreement) -> QuerySet[Party]:
    """The parties that ``person`` speaks for here: those of their teams, and those they sign for."""
    mine = Q(team__in=person.memberships.values("team")) | Q(representative=person)
    return agreement.parties.filter(mine)


def may_state(person: Person, agreement: Agreement, team: Team) -> bool:
    """Each party says its own reason."""
    return sides_of(person, agreement).filter(team=team).exists()


def may_withdraw_packet(person: Person, escalation: Escalation) -> bool:
    """While it is prepared anybody who may work on it; once it is asked only the side that asked."""
    if escalation.asked_by is None:
        return may_prepare_packet(person, escalation.agreement)
    asked = sides_of(escalation.asked_by, escalation.agreement).values("team")
    return person == escalation.asked_by or sides_of(person, escalation.agreement).filter(team__in=asked).exists()


def may_rule(person: Person) -> bool:
    """Executives, and nobody for them: to administer the organisation is another office."""
    return person.is_executive and person.is_active


def may_answer(person: Person, alternative: Alternative) -> bool:
    """Those whom it affects, each for themselves: a delegate never consents."""
    return alternative.consents.filter(person=person).exists()


def may_decide_on_change(person: Person, amendment: Amendment) -> bool:
    """Withdraw it, ask again once it has expired, or settle what it has in conflict: whoever asked for it.

    Once they have left, whoever signs for a party does, so that no change stays undecided.
    """
    has_left = not amendment.asked_by.is_active
    return person.pk == amendment.asked_by_id or (has_left and represents(person, amendment.agreement))


def may_check_in(person: Person, commitment: Commitment) -> bool:
    return acts_for(person, commitment.owner) or acts_for(person, commitment.accepted_by)


def may_undo_check_in(person: Person, check_in: CheckIn) -> bool:
    """Whoever gave the answer; not even the person they stood in for."""
    return person.pk == check_in.person_id


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


def speaks_for(person: Person, agreement: Agreement, *, team: int | None) -> bool:
    """Signs for that party of ``agreement`` or leads its team."""
    leads = Membership.objects.filter(person=person, team=team, role=MembershipRole.LEAD)
    return Party.objects.filter(agreement=agreement, team=team, representative=person).exists() or leads.exists()


def may_hand_over(person: Person, commitment: Commitment, role: HandoverRole) -> bool:
    """Whoever has it, who speaks for their party, and an administrator once they have left."""
    is_owner = role == HandoverRole.OWNER
    holder = commitment.owner if is_owner else commitment.accepted_by
    if holder is None or person == holder:
        return holder is not None
    if not holder.is_active and person.is_administrator:
        return True
    return speaks_for(person, commitment.agreement, team=commitment.team_id if is_owner else commitment.for_team_id)


def may_take(person: Person, handover: Handover) -> bool:
    """Only the new person promises it anew; nobody does that for them."""
    return person.pk == handover.to_person_id


def may_agree_to(person: Person, handover: Handover) -> bool:
    """The other end of the promise; once that person has left, whoever signs for their party. Not by delegation."""
    other, commitment = handover.other_end, handover.commitment
    if other is not None and other.is_active:
        return person.pk == other.pk
    team = commitment.for_team_id if handover.role == HandoverRole.OWNER else commitment.team_id
    return Party.objects.filter(agreement=commitment.agreement_id, team=team, representative=person).exists()


def may_withdraw_handover(person: Person, handover: Handover) -> bool:
    """Who asked for it, or might ask now."""
    return person.pk == handover.asked_by_id or may_hand_over(person, handover.commitment, HandoverRole(handover.role))


def may_replace_representative(person: Person, party: Party) -> bool:
    """A lead of its team, or an administrator."""
    leads = Membership.objects.filter(person=person, team=party.team_id, role=MembershipRole.LEAD)
    return person.is_administrator or leads.exists()


def spoken_for(person: Person, agreement: Agreement) -> QuerySet[Party]:
    """The parties of ``agreement`` that ``person`` signs for or whose team they lead."""
    leads = Membership.objects.filter(team=OuterRef("team"), person=person, role=MembershipRole.LEAD)
    return Party.objects.filter(agreement=agreement).filter(Q(representative=person) | Exists(leads))


def may_propose_metric(person: Person, agreement: Agreement) -> bool:
    return is_member_of_party(person, agreement)


def may_assent(person: Person, metric: Metric) -> bool:
    return spoken_for(person, metric.agreement).exists()


def may_decline_metric(person: Person, metric: Metric) -> bool:
    """Whoever may assent, and whoever proposed it."""
    return person.pk == metric.proposed_by_id or may_assent(person, metric)


def may_record_reading(person: Person, metric: Metric) -> bool:
    return person.pk == metric.reporter_id or is_member_of_party(person, metric.agreement)


def may_acknowledge(person: Person, flag: DriftFlag) -> bool:
    """Anybody of a party who may see it, and whom it concerns."""
    return person.pk in _concerned(flag) or is_member_of_party(person, flag.agreement)


def may_snooze(person: Person, flag: DriftFlag) -> bool:
    """Who owes or receives what it stands on, signs for a party or moderates the agreement."""
    return person.pk in {flag.agreement.facilitator_id, *_concerned(flag)} or represents(person, flag.agreement)


def _concerned(flag: DriftFlag) -> set[int | None]:
    """The keys of those whom the subject of ``flag`` names; loaded with it."""
    commitment, metric = flag.commitment, flag.metric
    if commitment is not None:
        return {commitment.owner_id, commitment.accepted_by_id}
    return {metric.reporter_id} if metric is not None else set()


def may_ask_owner(person: Person, commitment: Commitment) -> bool:
    """Anybody of a party but the owner, who is asked."""
    return person.pk != commitment.owner_id and is_member_of_party(person, commitment.agreement)


def may_set_thresholds(person: Person, agreement: Agreement) -> bool:
    """How it is watched is settled by those who sign for it, and by who moderates it."""
    return person.pk == agreement.facilitator_id or represents(person, agreement)


def may_hold_sync(person: Person, agreement: Agreement) -> bool:
    return person.pk == agreement.facilitator_id or is_member_of_party(person, agreement)


def may_run_sync(person: Person, sync: Sync) -> bool:
    """Start, go through, decide, close, cancel or move one: also whoever moderates just this one."""
    return person.pk == sync.facilitator_id or may_hold_sync(person, sync.agreement)


def may_attend(person: Person, sync: Sync) -> bool:
    """Whoever may run it, and who owns or accepts something in its agreement."""
    promises = Commitment.objects.filter(agreement=sync.agreement_id)
    return may_run_sync(person, sync) or promises.filter(Q(owner=person) | Q(accepted_by=person)).exists()
