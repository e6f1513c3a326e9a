import pytest

from agreements.models import Agreement, Signature, Version
from tests.agreements.models.constraints import violates
from tests.factories import AT, AgreementFactory, PartyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    return AgreementFactory.create()


def version(agreement: Agreement, **values: object) -> Version:
    return Version.objects.create(
        **{
            "agreement": agreement,
            "number": 1,
            "terms": {},
            "terms_hash": "a" * 64,
            "proposed_by": agreement.created_by,
            "proposed_at": AT,
            "answer_by": AT.date(),
        }
        | values
    )


def test_a_number_stands_once(agreement: Agreement) -> None:
    version(agreement, in_force_at=AT)
    with violates("one_standing_version_per_number"):
        version(agreement, in_force_at=AT)


def test_a_number_that_was_taken_back_is_free(agreement: Agreement) -> None:
    version(agreement, taken_back_at=AT)
    assert version(agreement).number == 1


def test_one_proposal_is_open_at_a_time(agreement: Agreement) -> None:
    version(agreement)
    with violates("one_open_proposal_per_agreement"):
        version(agreement, number=2)


def test_what_is_in_force_is_not_taken_back(agreement: Agreement) -> None:
    with violates("version_in_force_is_not_taken_back"):
        version(agreement, in_force_at=AT, taken_back_at=AT)


def test_a_party_signs_a_version_once(agreement: Agreement) -> None:
    party = PartyFactory.create(agreement=agreement)
    facts = {
        "version": version(agreement),
        "party": party,
        "person": party.representative,
        "terms_hash": "a" * 64,
        "signed_at": AT,
    }
    Signature.objects.create(**facts)
    with violates("one_signature_per_version_and_party"):
        Signature.objects.create(**facts)
