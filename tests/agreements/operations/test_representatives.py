"""Who signs for a party from now on, and that nobody who left blocks anything."""

from datetime import date, datetime

import pytest

from agreements.models import Agreement, Commitment, Consent, Difference, Party, Readback
from agreements.operations import drift
from agreements.operations.amendments import NobodyAnswersError
from agreements.operations.parties import NothingToSpeakForError, replace_representative
from agreements.operations.signatures import sign
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.changing import accepted, asked, later
from tests.agreements.operations.history import entry, refused


def party_of(agreement: Agreement, name: str) -> Party:
    return agreement.parties.select_related("agreement", "team", "representative").get(team__name=name)


def gone(person: Person) -> None:
    person.is_active = False
    person.save()


@pytest.fixture
def feature(launched: Agreement) -> Commitment:
    return launched.commitments.select_related("agreement", "owner", "accepted_by").get(number=1)


def test_a_lead_names_who_signs(launched: Agreement, tomas: Person, lena: Person, at: datetime) -> None:
    party = replace_representative(actor=tomas, at=at, party=party_of(launched, "Sales"), person=lena)
    party.refresh_from_db()
    assert party.representative == lena


def test_it_is_recorded_with_was_and_now(launched: Agreement, tomas: Person, lena: Person, at: datetime) -> None:
    replace_representative(actor=tomas, at=at, party=party_of(launched, "Sales"), person=lena)
    assert entry(launched, "representative_replaced").data == {
        "team": "Sales",
        "was": {"representative": "Tomas Lindqvist"},
        "now": {"representative": "Lena Brandt"},
    }


def test_the_terms_in_force_stay_the_version_they_are(
    launched: Agreement, tomas: Person, lena: Person, at: datetime
) -> None:
    replace_representative(actor=tomas, at=at, party=party_of(launched, "Sales"), person=lena)
    assert launched.versions.count() == 1


def test_an_administrator_names_who_signs(launched: Agreement, admin: Person, lena: Person, at: datetime) -> None:
    party = replace_representative(actor=admin, at=at, party=party_of(launched, "Sales"), person=lena)
    assert party.representative == lena


@pytest.mark.parametrize("name", ["maya", "lena", "outsider"])
def test_nobody_else_does(
    request: pytest.FixtureRequest, launched: Agreement, lena: Person, at: datetime, name: str
) -> None:
    party = party_of(launched, "Sales")
    with refused(ForbiddenError, party):
        replace_representative(actor=request.getfixturevalue(name), at=at, party=party, person=lena)


def test_who_left_does_not_sign(launched: Agreement, tomas: Person, lena: Person, at: datetime) -> None:
    gone(lena)
    party = party_of(launched, "Sales")
    with refused(InvalidValueError, party) as refusal:
        replace_representative(actor=tomas, at=at, party=party, person=lena)
    assert refusal.value.fields == {"representative": ["Lena Brandt has left the organisation."]}


def test_who_signs_already_is_not_named_again(launched: Agreement, tomas: Person, at: datetime) -> None:
    party = party_of(launched, "Sales")
    with refused(InvalidValueError, party) as refusal:
        replace_representative(actor=tomas, at=at, party=party, person=tomas)
    assert refusal.value.fields == {"representative": ["Tomas Lindqvist signs for it already."]}


def test_in_a_draft_it_is_edited(ready: Agreement, tomas: Person, lena: Person, at: datetime) -> None:
    party = party_of(ready, "Sales")
    with refused(NothingToSpeakForError, party):
        replace_representative(actor=tomas, at=at, party=party, person=lena)


def test_what_is_closed_asks_nobody(launched: Agreement, tomas: Person, lena: Person, at: datetime) -> None:
    Agreement.objects.filter(pk=launched.pk).update(state="completed", closed_at=at)
    party = party_of(launched, "Sales")
    with refused(NothingToSpeakForError, party):
        replace_representative(actor=tomas, at=at, party=party, person=lena)


def test_the_flag_of_a_signer_who_left_closes_at_once(
    launched: Agreement, tomas: Person, admin: Person, lena: Person, at: datetime
) -> None:
    gone(tomas)
    drift.refresh(agreement=launched, at=at)
    assert launched.flags.open().get().rule == "ownerless"
    replace_representative(actor=admin, at=at, party=party_of(launched, "Sales"), person=lena)
    assert not launched.flags.open().exists()


def test_who_left_no_longer_blocks_a_change(
    launched: Agreement,
    feature: Commitment,
    maya: Person,
    dana: Person,
    lena: Person,
    tomas: Person,
    admin: Person,
    at: datetime,
) -> None:
    """Tomas signs for Sales, is asked, and leaves; Lena is named in his place and accepts."""
    amendment = asked(later(feature), by=dana, at=at, within=launched)
    accepted(amendment, by=maya, at=at)
    gone(tomas)
    with pytest.raises(NobodyAnswersError):
        accepted(amendment, by=lena, at=at)
    replace_representative(actor=admin, at=at, party=party_of(launched, "Sales"), person=lena)
    waiting = Consent.objects.filter(alternative__amendment=amendment, answer=None)
    assert list(waiting.values_list("person__name", flat=True)) == ["Lena Brandt"]
    accepted(amendment, by=lena, at=at)
    amendment.refresh_from_db()
    feature.refresh_from_db()
    assert (amendment.state, feature.due_on) == ("agreed", date(2027, 3, 22))


def test_a_change_that_waited_for_them_alone_is_agreed_when_who_follows_has_accepted(
    launched: Agreement, feature: Commitment, maya: Person, dana: Person, lena: Person, admin: Person, at: datetime
) -> None:
    amendment = asked(later(feature), by=dana, at=at, within=launched)
    for person in (maya, lena):
        accepted(amendment, by=person, at=at)
    replace_representative(actor=admin, at=at, party=party_of(launched, "Sales"), person=lena)
    amendment.refresh_from_db()
    assert amendment.state == "agreed"


def test_a_change_that_somebody_else_holds_up_stays_as_it_is(
    launched: Agreement, feature: Commitment, maya: Person, dana: Person, tomas: Person, lena: Person, at: datetime
) -> None:
    """Maya, who signs for Product, has left too: one step after the other."""
    amendment = asked(later(feature), by=dana, at=at, within=launched)
    gone(maya)
    replace_representative(actor=tomas, at=at, party=party_of(launched, "Sales"), person=lena)
    amendment.refresh_from_db()
    waiting = Consent.objects.filter(alternative__amendment=amendment, answer=None)
    assert (amendment.state, set(waiting.values_list("person__name", flat=True))) == (
        "open",
        {"Maya Okafor", "Lena Brandt", "Tomas Lindqvist"},
    )


def test_the_new_one_signs(
    proposed: Agreement, maya: Person, tomas: Person, admin: Person, lena: Person, at: datetime
) -> None:
    terms_hash = proposed.versions.get().terms_hash
    sign(actor=maya, at=at, agreement=proposed, terms_hash=terms_hash)
    gone(tomas)
    replace_representative(actor=admin, at=at, party=party_of(proposed, "Sales"), person=lena)
    sign(actor=lena, at=at, agreement=proposed, terms_hash=terms_hash)
    proposed.refresh_from_db()
    assert proposed.state == "active"


def test_what_the_former_one_signed_stands(
    proposed: Agreement, maya: Person, tomas: Person, lena: Person, at: datetime
) -> None:
    terms_hash = proposed.versions.get().terms_hash
    sign(actor=tomas, at=at, agreement=proposed, terms_hash=terms_hash)
    replace_representative(actor=tomas, at=at, party=party_of(proposed, "Sales"), person=lena)
    sign(actor=maya, at=at, agreement=proposed, terms_hash=terms_hash)
    proposed.refresh_from_db()
    assert proposed.state == "active"


def test_what_the_former_one_heard_holds_signing_up_no_more(
    proposed: Agreement, tomas: Person, lena: Person, at: datetime
) -> None:
    readback = Readback.objects.create(
        agreement=proposed, person=tomas, text="By April.", started_at=at, saved_at=at, written_at=at
    )
    difference = Difference.objects.create(readback=readback, field="due_on", verdict="differs", found_at=at)
    replace_representative(actor=tomas, at=at, party=party_of(proposed, "Sales"), person=lena)
    difference.refresh_from_db()
    assert (difference.settled_at, difference.note) == (at, "Somebody else is asked in their place.")
