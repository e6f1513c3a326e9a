"""Who is part of an agreement: teams, each with the person who signs for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from agreements.domain.agreements import AgreementState
from agreements.models import Agreement, Commitment, Party
from agreements.operations import drift
from agreements.operations.amendments.following import follow, hold_open_changes
from agreements.operations.differences import settle_unasked
from agreements.operations.drafts import PartyDraft
from agreements.operations.events import record
from agreements.operations.locks import RemovedMeanwhileError, lock_agreement, lock_draft
from agreements.permissions import may_replace_representative
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import check, fill, left_organisation, refuse, values_of


class PartyHasPromisesError(RefusalError):
    """A team that owes or receives something cannot leave before that is settled."""

    code = "party_has_promises"


class NothingToSpeakForError(RefusalError):
    """A draft is simply edited, and what is closed asks nobody any more."""

    code = "nothing_to_speak_for"


@transaction.atomic
def add_party(*, actor: Person, at: datetime, agreement: Agreement, draft: PartyDraft) -> Party:
    """Make a team part of a draft. A team is a party once."""
    agreement = lock_draft(agreement, actor=actor)
    party = enter(agreement=agreement, draft=draft)
    record(agreement=agreement, kind="party_added", actor=actor, at=at, data=_facts(party))
    return party


@transaction.atomic
def edit_party(*, actor: Person, at: datetime, party: Party, draft: PartyDraft) -> Party:
    """Change who signs for a party and what it gains; its team is what it is."""
    agreement = lock_draft(party.agreement, actor=actor)
    party = _fresh(party)
    if draft.team != party.team:
        refuse({"team": [say("The team of a party does not change: add the other team, and remove this one.")]})
    refuse(left_organisation(representative=draft.representative))
    changes = fill(party, values_of(draft))
    if changes:
        party.save()
        data = _facts(party) | changes
        record(agreement=agreement, kind="party_edited", actor=actor, at=at, data=data)
    return party


@transaction.atomic
def replace_representative(*, actor: Person, at: datetime, party: Party, person: Person) -> Party:
    """Let ``person`` sign for ``party`` from now on, in what waits for signatures or is in force.

    What still waits for the former one, to say back, to sign or to answer, waits for them from now on; what that one
    has signed or accepted stands. Raises InvalidValueError naming ``representative``, NothingToSpeakForError.
    """
    changes = hold_open_changes(party.agreement)
    agreement = lock_agreement(party.agreement)
    party = _fresh(party)
    if not may_replace_representative(actor, party):
        raise ForbiddenError(say("Only a lead of the team or an administrator can say who signs for it."))
    _require_speaking(agreement)
    former = party.representative
    refuse(_already(former, person) | left_organisation(representative=person))
    party.representative = person
    party.save(update_fields=["representative"])
    facts = {"was": {"representative": former and former.name}, "now": {"representative": person.name}}
    record(
        agreement=agreement,
        kind="representative_replaced",
        actor=actor,
        at=at,
        data={"team": party.team.name} | facts,
    )
    settle_unasked(agreement=agreement, at=at)
    follow(changes, actor=actor, at=at)
    drift.refresh(agreement=agreement, at=at)
    return party


@transaction.atomic
def remove_party(*, actor: Person, at: datetime, party: Party) -> None:
    """Take a team out of a draft, unless it owes or receives something there."""
    agreement = lock_draft(party.agreement, actor=actor)
    party = _fresh(party)
    promises = Commitment.objects.filter(Q(team=party.team) | Q(for_team=party.team), agreement=agreement)
    if promises.exists():
        raise PartyHasPromisesError(
            say(
                "{team} still owes or receives something here. Remove or change those commitments first.",
                team=party.team,
            )
        )
    record(agreement=agreement, kind="party_removed", actor=actor, at=at, data=_facts(party))
    party.delete()


def enter(*, agreement: Agreement, draft: PartyDraft) -> Party:
    """Add the row alone, for an operation that holds the agreement and records what it does."""
    if agreement.parties.filter(team=draft.team).exists():
        refuse({"team": [say("{team} is already a party.", team=draft.team)]})
    refuse(left_organisation(representative=draft.representative))
    party = Party(agreement=agreement, **values_of(draft))
    check(party)
    party.save()
    return party


def _require_speaking(agreement: Agreement) -> None:
    if agreement.state == AgreementState.DRAFT:
        raise NothingToSpeakForError(
            say("{label} is a draft: change who signs where its parties are listed.", label=agreement.label)
        )
    if agreement.state not in {AgreementState.READBACK, AgreementState.ACTIVE}:
        raise NothingToSpeakForError(say("{label} is closed, and nobody signs for it any more.", label=agreement.label))


def _already(former: Person | None, person: Person) -> dict[str, list[str]]:
    return {"representative": [say("{name} signs for it already.", name=person.name)]} if person == former else {}


def _fresh(party: Party) -> Party:
    fresh = Party.objects.select_related("team", "representative").filter(pk=party.pk).first()
    if fresh is None:
        raise RemovedMeanwhileError(say("This party has just been removed."))
    return fresh


def _facts(party: Party) -> dict[str, object]:
    return {
        "team": party.team.name,
        "representative": party.representative and party.representative.name,
    }
