"""Hand-overs at the same moment as each other, as a delivery, and as a change of the same owner."""

from datetime import datetime
from functools import partial

import pytest

from agreements.domain.amendments import Answer, ChangeKind
from agreements.domain.handovers import HandoverRole
from agreements.models import Agreement, Alternative, Amendment, Commitment, Handover
from agreements.operations.amendments import AlternativeDraft, AnswerDraft, ChangeDraft, answer
from agreements.operations.deliveries import deliver
from agreements.operations.handovers import accept_handover, hand_over
from agreements.operations.history import broken_histories
from agreements.operations.parties import replace_representative
from teams.domain.errors import RefusalError
from teams.models import Person, Team
from tests.agreements.changing import accepted, asked
from tests.agreements.operations.history import count
from tests.factories import MembershipFactory, PersonFactory
from tests.races import FEW_ROUNDS, ROUNDS, race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def feature(launched: Agreement) -> Commitment:
    return launched.commitments.select_related("agreement", "owner", "accepted_by").get(number=1)


@pytest.fixture
def amina(product: Team) -> Person:
    person = PersonFactory.create(name="Amina Diallo")
    MembershipFactory.create(person=person, team=product)
    return person


@pytest.fixture
def handover(feature: Commitment, dana: Person, amina: Person, at: datetime) -> Handover:
    return hand_over(
        actor=dana, at=at, commitment=feature, role=HandoverRole.OWNER, to_person=amina, reason="I leave in April."
    )


@pytest.fixture
def taken(handover: Handover, amina: Person, at: datetime) -> Handover:
    """Lena's word is the last one."""
    return accept_handover(actor=amina, at=at, handover=handover)


@pytest.mark.parametrize("round_of", ROUNDS)
def test_both_words_at_once_hand_it_over_once(
    round_of: int, handover: Handover, launched: Agreement, amina: Person, lena: Person, at: datetime
) -> None:
    words = race(*(partial(accept_handover, actor=one, at=at, handover=handover) for one in (amina, lena)))
    handover.refresh_from_db()
    assert [isinstance(word, Handover) for word in words] == [True, True]
    assert (handover.state, launched.versions.count(), count(launched, "handed_over")) == ("done", 2, 1)
    assert broken_histories() == []


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_the_last_word_twice_at_once_counts_once(
    round_of: int, taken: Handover, launched: Agreement, lena: Person, at: datetime
) -> None:
    words = race(*[partial(accept_handover, actor=lena, at=at, handover=taken)] * 2)
    assert sorted(isinstance(word, RefusalError) for word in words) == [False, True]
    assert (launched.versions.count(), count(launched, "handed_over")) == (2, 1)


@pytest.mark.parametrize("round_of", ROUNDS)
def test_the_last_word_against_a_delivery_leaves_one_of_both(
    round_of: int, taken: Handover, launched: Agreement, dana: Person, amina: Person, lena: Person, at: datetime
) -> None:
    race(
        partial(accept_handover, actor=lena, at=at, handover=taken),
        partial(deliver, actor=dana, at=at, commitment=taken.commitment, evidence="Release 4.2"),
    )
    commitment = Commitment.objects.get(pk=taken.commitment_id)
    handed = (commitment.owner, commitment.state, launched.versions.count())
    assert handed in {(amina, "open", 2), (dana, "delivered", 1)}
    assert broken_histories() == []


@pytest.mark.parametrize("round_of", ROUNDS)
def test_the_last_word_against_a_change_of_the_same_owner_leaves_one_of_both(
    round_of: int,
    taken: Handover,
    launched: Agreement,
    maya: Person,
    dana: Person,
    lena: Person,
    tomas: Person,
    at: datetime,
) -> None:
    amendment = _owner_asked(taken.commitment, launched, maya, at)
    for person in (dana, tomas):
        accepted(amendment, by=person, at=at)
    race(
        partial(accept_handover, actor=lena, at=at, handover=taken),
        _accepting(amendment, lena, at),
    )
    commitment = Commitment.objects.get(pk=taken.commitment_id)
    amendment.refresh_from_db()
    taken.refresh_from_db()
    assert (str(commitment.owner), amendment.state, taken.state) in {
        ("Amina Diallo", "open", "done"),
        ("Maya Okafor", "agreed", "open"),
    }
    assert launched.versions.count() == 2
    assert broken_histories() == []


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_two_people_asked_at_once_are_one(
    round_of: int, feature: Commitment, dana: Person, maya: Person, amina: Person, at: datetime
) -> None:
    ask = partial(hand_over, at=at, commitment=feature, role=HandoverRole.OWNER, to_person=amina, reason="I leave.")
    answers = race(partial(ask, actor=dana), partial(ask, actor=maya))
    assert sorted(isinstance(one, RefusalError) for one in answers) == [False, True]
    assert Handover.objects.open().count() == 1


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_a_new_signer_and_a_hand_over_at_once_both_hold(
    round_of: int, taken: Handover, launched: Agreement, tomas: Person, lena: Person, amina: Person, at: datetime
) -> None:
    party = launched.parties.select_related("agreement").get(team__name="Sales")
    race(
        partial(accept_handover, actor=lena, at=at, handover=taken),
        partial(replace_representative, actor=tomas, at=at, party=party, person=lena),
    )
    party.refresh_from_db()
    taken.refresh_from_db()
    assert (party.representative, taken.state, launched.versions.count()) == (lena, "done", 2)
    assert broken_histories() == []


def _owner_asked(commitment: Commitment, agreement: Agreement, person: Person, at: datetime) -> Amendment:
    """Maya asks to own it herself."""
    change = ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=commitment, now={"owner": person})
    way = AlternativeDraft(label="Maya owns it", changes=(change,))
    return asked(way, by=person, at=at, within=agreement)


def _accepting(amendment: Amendment, person: Person, at: datetime) -> partial[Amendment]:
    alternative = Alternative.objects.select_related("amendment").get(amendment=amendment, position=1)
    draft = AnswerDraft(answer=Answer.ACCEPT, content_hash=alternative.content_hash)
    return partial(answer, actor=person, at=at, alternative=alternative, draft=draft)
