from dataclasses import replace
from datetime import datetime

import pytest

from agreements.models import Agreement, Party
from agreements.operations.drafts import PartyDraft
from agreements.operations.locks import NotDraftError, RemovedMeanwhileError
from agreements.operations.parties import PartyHasPromisesError, add_party, edit_party, remove_party
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person, Team
from tests.agreements.operations.history import count, entry, refused
from tests.factories import PartyFactory, TeamFactory


@pytest.fixture
def marketing(ready: Agreement) -> Team:
    return TeamFactory.create(name="Marketing")


@pytest.fixture
def draft(marketing: Team, tomas: Person) -> PartyDraft:
    return PartyDraft(team=marketing, representative=tomas, gains="Leads that last")


@pytest.fixture
def party(ready: Agreement, marketing: Team, tomas: Person) -> Party:
    """Marketing, that neither owes nor receives anything yet."""
    return PartyFactory.create(agreement=ready, team=marketing, representative=tomas)


def test_a_team_becomes_a_party(
    ready: Agreement, draft: PartyDraft, marketing: Team, maya: Person, tomas: Person, at: datetime
) -> None:
    party = add_party(actor=maya, at=at, agreement=ready, draft=draft)
    party.refresh_from_db()
    assert (party.agreement, party.team, party.representative, party.gains) == (
        ready,
        marketing,
        tomas,
        "Leads that last",
    )


def test_a_new_party_is_recorded(ready: Agreement, draft: PartyDraft, maya: Person, at: datetime) -> None:
    add_party(actor=maya, at=at, agreement=ready, draft=draft)
    written = entry(ready, "party_added")
    assert (written.actor, written.data) == (maya, {"team": "Marketing", "representative": "Tomas Lindqvist"})


def test_a_party_may_find_its_representative_later(
    ready: Agreement, marketing: Team, maya: Person, at: datetime
) -> None:
    add_party(actor=maya, at=at, agreement=ready, draft=PartyDraft(team=marketing))
    assert entry(ready, "party_added").data == {"team": "Marketing", "representative": None}


def test_a_team_is_a_party_once(ready: Agreement, product: Team, maya: Person, at: datetime) -> None:
    with refused(InvalidValueError, ready) as raised:
        add_party(actor=maya, at=at, agreement=ready, draft=PartyDraft(team=product))
    assert raised.value.fields == {"team": ["Product is already a party."]}


def test_who_left_cannot_sign(ready: Agreement, draft: PartyDraft, maya: Person, lena: Person, at: datetime) -> None:
    lena.is_active = False
    with refused(InvalidValueError, ready) as raised:
        add_party(actor=maya, at=at, agreement=ready, draft=replace(draft, representative=lena))
    assert raised.value.fields == {"representative": ["Lena Brandt has left the organisation."]}


def test_an_outsider_adds_no_party(ready: Agreement, draft: PartyDraft, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, ready):
        add_party(actor=outsider, at=at, agreement=ready, draft=draft)


def test_a_proposal_gains_no_party(proposed: Agreement, draft: PartyDraft, maya: Person, at: datetime) -> None:
    with refused(NotDraftError, proposed):
        add_party(actor=maya, at=at, agreement=proposed, draft=draft)


def test_somebody_else_signs(
    ready: Agreement, party: Party, draft: PartyDraft, maya: Person, lena: Person, at: datetime
) -> None:
    edit_party(actor=maya, at=at, party=party, draft=replace(draft, representative=lena))
    party.refresh_from_db()
    assert (party.representative, party.gains) == (lena, "Leads that last")


def test_a_changed_party_is_recorded(
    ready: Agreement, party: Party, draft: PartyDraft, maya: Person, lena: Person, at: datetime
) -> None:
    edit_party(actor=maya, at=at, party=party, draft=replace(draft, representative=lena, gains=""))
    assert entry(ready, "party_edited").data == {
        "team": "Marketing",
        "representative": "Lena Brandt",
        "was": {"representative": "Tomas Lindqvist"},
        "now": {"representative": "Lena Brandt"},
    }


def test_an_unchanged_party_is_not_recorded(
    ready: Agreement, party: Party, draft: PartyDraft, maya: Person, at: datetime
) -> None:
    edit_party(actor=maya, at=at, party=party, draft=replace(draft, gains=" "))
    assert count(ready, "party_edited") == 0


def test_a_party_stays_the_team_it_is(
    party: Party, draft: PartyDraft, product: Team, maya: Person, at: datetime
) -> None:
    with refused(InvalidValueError, party) as raised:
        edit_party(actor=maya, at=at, party=party, draft=replace(draft, team=product))
    assert list(raised.value.fields) == ["team"]


def test_nobody_who_left_is_put_in(party: Party, draft: PartyDraft, maya: Person, lena: Person, at: datetime) -> None:
    lena.is_active = False
    with refused(InvalidValueError, party):
        edit_party(actor=maya, at=at, party=party, draft=replace(draft, representative=lena))


def test_an_outsider_edits_no_party(party: Party, draft: PartyDraft, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, party):
        edit_party(actor=outsider, at=at, party=party, draft=draft)


def test_a_party_leaves_a_draft(ready: Agreement, party: Party, maya: Person, at: datetime) -> None:
    remove_party(actor=maya, at=at, party=party)
    assert not ready.parties.filter(team__name="Marketing").exists()


def test_a_party_that_left_is_recorded(ready: Agreement, party: Party, maya: Person, at: datetime) -> None:
    remove_party(actor=maya, at=at, party=party)
    written = entry(ready, "party_removed")
    assert (written.actor, written.data) == (maya, {"team": "Marketing", "representative": "Tomas Lindqvist"})


@pytest.mark.parametrize("name", ["Product", "Sales"])
def test_a_party_with_promises_stays(ready: Agreement, maya: Person, at: datetime, name: str) -> None:
    party = ready.parties.get(team__name=name)
    with refused(PartyHasPromisesError, party):
        remove_party(actor=maya, at=at, party=party)


def test_a_party_is_removed_once(ready: Agreement, party: Party, maya: Person, at: datetime) -> None:
    remove_party(actor=maya, at=at, party=party)
    with refused(RemovedMeanwhileError, ready):
        remove_party(actor=maya, at=at, party=party)


def test_an_outsider_removes_no_party(party: Party, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, party):
        remove_party(actor=outsider, at=at, party=party)
