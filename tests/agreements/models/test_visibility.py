"""Who may read an agreement that is open to its parties only."""

import pytest

from agreements.models import Agreement
from teams.models import Person, Team
from tests.factories import AgreementFactory, CommitmentFactory, PartyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(product: Team, sales: Team) -> Agreement:
    agreement = AgreementFactory.create(is_active=True, visibility="parties")
    CommitmentFactory.create(agreement=agreement, team=product, for_team=sales, is_open=True)
    return agreement


def reads(person: Person) -> bool:
    return Agreement.objects.visible_to(person).exists()


@pytest.mark.parametrize(
    ("who", "may"), [("maya", True), ("lena", True), ("outsider", False), ("executive", False), ("admin", False)]
)
def test_members_of_its_parties_read_it(request: pytest.FixtureRequest, secret: Agreement, who: str, may: bool) -> None:
    assert reads(request.getfixturevalue(who)) is may


def test_who_signs_for_a_party_reads_it_without_belonging_to_the_team(secret: Agreement, outsider: Person) -> None:
    secret.parties.filter(team__slug="sales").update(representative=outsider)
    assert reads(outsider)


@pytest.mark.parametrize("part", ["owner", "accepted_by"])
def test_who_owns_or_accepts_a_commitment_reads_it(secret: Agreement, outsider: Person, part: str) -> None:
    secret.commitments.update(**{part: outsider})
    assert reads(outsider)


@pytest.mark.parametrize("part", ["facilitator", "created_by"])
def test_who_moderates_or_began_it_reads_it(secret: Agreement, outsider: Person, part: str) -> None:
    Agreement.objects.update(**{part: outsider})
    assert reads(outsider)


def test_a_party_of_another_agreement_does_not(secret: Agreement, outsider: Person) -> None:
    PartyFactory.create(agreement=AgreementFactory.create(), representative=outsider)
    assert secret not in Agreement.objects.visible_to(outsider)
