from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from agreements.models import Agreement, Commitment, Event, Party, Signature, Version
from agreements.operations.agreements import withdraw_agreement
from agreements.operations.commitments import edit_commitment
from agreements.operations.differences import settle
from agreements.operations.drafts import CommitmentDraft
from agreements.operations.proposals import propose, take_back
from agreements.operations.signatures import (
    AlreadySignedError,
    DifferencesOpenError,
    NothingToSignError,
    StaleTermsError,
    sign,
)
from teams.domain.errors import ForbiddenError
from teams.models import Person, Team
from tests.agreements.operations.history import count, entry, refused
from tests.agreements.readbacks import A_WEEK_LATER, difference_of, say_back
from tests.factories import CadenceFactory
from tests.races import FEW_ROUNDS, ROUNDS, race

LATER = timedelta(days=2)


@pytest.fixture
def terms(proposed: Agreement) -> Version:
    return proposed.versions.get()


def test_a_signature_names_the_terms_it_saw(
    proposed: Agreement, terms: Version, maya: Person, product: Team, at: datetime
) -> None:
    sign(actor=maya, at=at + LATER, agreement=proposed, terms_hash=terms.terms_hash)
    signature = Signature.objects.get()
    assert (signature.version, signature.party.team, signature.person, signature.terms_hash, signature.signed_at) == (
        terms,
        product,
        maya,
        terms.terms_hash,
        at + LATER,
    )


def test_a_signature_is_recorded(proposed: Agreement, terms: Version, maya: Person, at: datetime) -> None:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    written = entry(proposed, "signed")
    assert (written.actor, written.data) == (
        maya,
        {"version": 1, "terms_hash": terms.terms_hash, "parties": ["Product"], "said_back": False},
    )


def test_a_signature_says_that_its_owner_said_the_terms_back(
    proposed: Agreement, terms: Version, maya: Person, at: datetime
) -> None:
    say_back(proposed, maya, at)
    sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    assert entry(proposed, "signed").data["said_back"] is True


def test_nothing_is_signed_while_a_difference_is_open(
    proposed: Agreement, terms: Version, dana: Person, maya: Person, at: datetime
) -> None:
    say_back(proposed, maya, at)
    difference = difference_of(say_back(proposed, dana, at, A_WEEK_LATER))
    with refused(DifferencesOpenError, proposed) as raised:
        sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    assert (raised.value.code, raised.value.message, raised.value.details) == (
        "differences_open",
        "Signing opens once what was heard is settled: 1 difference to go.",
        {
            "differences": [
                {
                    "id": difference.pk,
                    "readback": difference.readback_id,
                    "person": "dana.whitfield@acme.example",
                    "commitment": difference.commitment_id,
                    "field": "due_on",
                    "recorded": "2027-03-15",
                    "heard": "2027-03-22",
                    "why": "You heard 22 March; the terms say 15 March.",
                }
            ]
        },
    )


def test_who_has_not_written_learns_only_whose_difference_it_is(
    proposed: Agreement, terms: Version, dana: Person, maya: Person, at: datetime
) -> None:
    difference = difference_of(say_back(proposed, dana, at, A_WEEK_LATER))
    with refused(DifferencesOpenError, proposed) as raised:
        sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    assert raised.value.details == {
        "differences": [
            {
                "id": difference.pk,
                "readback": difference.readback_id,
                "person": "dana.whitfield@acme.example",
                "commitment": None,
                "field": None,
                "recorded": None,
                "heard": None,
                "why": None,
            }
        ]
    }


def test_all_that_is_open_is_counted(
    proposed: Agreement, terms: Version, dana: Person, maya: Person, at: datetime
) -> None:
    for person in (maya, dana):
        say_back(proposed, person, at, A_WEEK_LATER)
    with refused(DifferencesOpenError, proposed) as raised:
        sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    assert raised.value.message == "Signing opens once what was heard is settled: 2 differences to go."


def test_signing_opens_when_the_last_difference_is_settled(
    proposed: Agreement, terms: Version, dana: Person, maya: Person, at: datetime
) -> None:
    difference = difference_of(say_back(proposed, dana, at, A_WEEK_LATER))
    settle(actor=dana, at=at, difference=difference, note="A week of slack.")
    assert sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash).person == maya


def test_one_signature_is_not_enough(proposed: Agreement, terms: Version, maya: Person, at: datetime) -> None:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    proposed.refresh_from_db()
    assert proposed.state == "readback"


@pytest.fixture
def in_force(proposed: Agreement, terms: Version, maya: Person, tomas: Person, at: datetime) -> Agreement:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    sign(actor=tomas, at=at + LATER, agreement=proposed, terms_hash=terms.terms_hash)
    proposed.refresh_from_db()
    return proposed


def test_the_last_signature_brings_the_terms_into_force(in_force: Agreement, terms: Version, at: datetime) -> None:
    terms.refresh_from_db()
    assert (in_force.state, in_force.activated_at, terms.in_force_at) == ("active", at + LATER, at + LATER)


def test_the_last_signature_opens_every_commitment(in_force: Agreement, at: datetime) -> None:
    rows = in_force.commitments.order_by("number").values_list("state", "opened_at", "original_due_on", "due_on")
    assert list(rows) == [
        ("open", at + LATER, date(2027, 3, 15), date(2027, 3, 15)),
        ("open", at + LATER, date(2027, 3, 16), date(2027, 3, 16)),
    ]


def test_coming_into_force_is_recorded_after_the_signature(in_force: Agreement, tomas: Person) -> None:
    signed, activated = entry(in_force, "signed"), entry(in_force, "activated")
    assert (activated.number, activated.actor, activated.data) == (signed.number + 1, tomas, {"version": 1})


def test_what_comes_into_force_counts_each_change(in_force: Agreement) -> None:
    assert in_force.revision == 1 + Event.objects.filter(agreement=in_force).count()


def test_the_syncs_are_there_at_once(ready: Agreement, maya: Person, tomas: Person, at: datetime) -> None:
    CadenceFactory.create(agreement=ready, starts_on=date(2027, 3, 8))
    terms = propose(actor=maya, at=at, agreement=ready)
    sign(actor=maya, at=at, agreement=ready, terms_hash=terms.terms_hash)
    sign(actor=tomas, at=at, agreement=ready, terms_hash=terms.terms_hash)
    assert ready.syncs.order_by("slot_on").values_list("slot_on", flat=True)[0] == date(2027, 3, 8)


def test_one_answer_counts_for_all_parties_of_a_person(
    ready: Agreement, maya: Person, tomas: Person, at: datetime
) -> None:
    Party.objects.filter(agreement=ready).update(representative=maya)
    terms = propose(actor=maya, at=at, agreement=ready)
    sign(actor=maya, at=at, agreement=ready, terms_hash=terms.terms_hash)
    ready.refresh_from_db()
    assert (ready.state, Signature.objects.count(), count(ready, "signed")) == ("active", 2, 1)


def test_only_a_representative_signs(proposed: Agreement, terms: Version, dana: Person, at: datetime) -> None:
    with refused(ForbiddenError, proposed):
        sign(actor=dana, at=at, agreement=proposed, terms_hash=terms.terms_hash)


def test_a_delegate_does_not_sign(
    proposed: Agreement, terms: Version, maya: Person, dana: Person, at: datetime
) -> None:
    maya.delegate = dana
    maya.save()
    with refused(ForbiddenError, proposed):
        sign(actor=dana, at=at, agreement=proposed, terms_hash=terms.terms_hash)


def test_nobody_signs_twice(proposed: Agreement, terms: Version, maya: Person, at: datetime) -> None:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    with refused(AlreadySignedError, proposed, terms):
        sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)


def test_nobody_signs_again_what_is_in_force(in_force: Agreement, terms: Version, tomas: Person, at: datetime) -> None:
    with refused(AlreadySignedError, in_force):
        sign(actor=tomas, at=at, agreement=in_force, terms_hash=terms.terms_hash)


def test_what_was_taken_back_is_not_signed(
    proposed: Agreement, terms: Version, maya: Person, tomas: Person, at: datetime
) -> None:
    take_back(actor=maya, at=at, agreement=proposed)
    with refused(NothingToSignError, proposed):
        sign(actor=tomas, at=at, agreement=proposed, terms_hash=terms.terms_hash)


@pytest.fixture
def changed(proposed: Agreement, maya: Person, dana: Person, at: datetime) -> Version:
    """The proposal, taken back and proposed again with another date and another word for the feature."""
    take_back(actor=maya, at=at, agreement=proposed)
    feature = Commitment.objects.get(agreement=proposed, number=1)
    draft = CommitmentDraft(
        deliverable="The whole feature",
        done_when=feature.done_when,
        team=feature.team,
        for_team=feature.for_team,
        owner=feature.owner,
        accepted_by=feature.accepted_by,
        due_on=date(2027, 3, 22),
    )
    edit_commitment(actor=dana, at=at, commitment=feature, draft=draft)
    return propose(actor=maya, at=at, agreement=proposed)


def test_stale_terms_are_not_signed_but_say_what_changed(
    proposed: Agreement, terms: Version, changed: Version, tomas: Person, at: datetime
) -> None:
    with refused(StaleTermsError, proposed, changed) as raised:
        sign(actor=tomas, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    assert [change.sentence for change in raised.value.changes] == [
        "Commitment “The whole feature”: deliverable is The whole feature, was The feature",
        "Commitment “The whole feature”: due on is 2027-03-22, was 2027-03-15",
    ]


def test_stale_terms_list_what_changed_for_programs(
    proposed: Agreement, terms: Version, changed: Version, tomas: Person, at: datetime
) -> None:
    with refused(StaleTermsError, proposed) as raised:
        sign(actor=tomas, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    changes: Any = raised.value.details["changes"]
    assert changes[1] == {
        "kind": "commitment",
        "name": "The whole feature",
        "field": "due_on",
        "was": "2027-03-15",
        "now": "2027-03-22",
        "sentence": "Commitment “The whole feature”: due on is 2027-03-22, was 2027-03-15",
    }


def test_unknown_terms_are_stale(proposed: Agreement, tomas: Person, at: datetime) -> None:
    with refused(StaleTermsError, proposed) as raised:
        sign(actor=tomas, at=at, agreement=proposed, terms_hash="0" * 64)
    assert (raised.value.code, raised.value.changes) == ("stale_terms", [])


def test_the_same_terms_proposed_again_are_signed_under_the_same_hash(
    proposed: Agreement, terms: Version, maya: Person, at: datetime
) -> None:
    take_back(actor=maya, at=at, agreement=proposed)
    propose(actor=maya, at=at, agreement=proposed)
    signature = sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    assert signature.version != terms


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", ROUNDS)
def test_two_who_sign_at_once_bring_one_version_into_force(
    round_of: int, proposed: Agreement, terms: Version, maya: Person, tomas: Person, at: datetime
) -> None:
    signing = partial(sign, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    answers = race(partial(signing, actor=maya), partial(signing, actor=tomas))
    in_force = proposed.versions.exclude(in_force_at=None).count()
    activated = count(proposed, "activated")
    assert ([type(answer) for answer in answers], in_force, activated) == ([Signature, Signature], 1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_one_who_signs_twice_at_once_signs_once(
    round_of: int, proposed: Agreement, terms: Version, maya: Person, at: datetime
) -> None:
    signing = partial(sign, actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    answers = race(signing, signing)
    assert {type(answer) for answer in answers} == {Signature, AlreadySignedError}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", FEW_ROUNDS)
@pytest.mark.parametrize("undo", [take_back, withdraw_agreement])
def test_the_last_signature_and_an_undoing_at_once_leave_one_of_both(
    round_of: int,
    undo: Callable[..., Agreement],
    proposed: Agreement,
    terms: Version,
    maya: Person,
    tomas: Person,
    at: datetime,
) -> None:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=terms.terms_hash)
    race(
        partial(sign, actor=tomas, at=at, agreement=proposed, terms_hash=terms.terms_hash),
        partial(undo, actor=maya, at=at, agreement=proposed),
    )
    proposed.refresh_from_db()
    assert (Signature.objects.count(), count(proposed, "activated")) == (
        (2, 1) if proposed.state == "active" else (0, 0)
    )
