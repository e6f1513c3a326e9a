"""An agreement in force between Product and Sales, and what Product owes in it."""

from datetime import date

import pytest

from agreements.models import Agreement, Commitment
from teams.models import Person, Team
from tests.factories import AgreementFactory, CommitmentFactory, PartyFactory


@pytest.fixture
def launch(product: Team, sales: Team, maya: Person, tomas: Person) -> Agreement:
    """In force since Monday 1 February 2027, 10:00 in Berlin, where it lives; without a cadence."""
    agreement = AgreementFactory.create(title="Feature launch", is_active=True)
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    return agreement


@pytest.fixture
def feature(launch: Agreement, product: Team, sales: Team, dana: Person, lena: Person) -> Commitment:
    """Dana of Product owes it by Monday 15 March 2027; Lena of Sales accepts it."""
    return CommitmentFactory.create(
        agreement=launch,
        is_open=True,
        deliverable="The feature",
        team=product,
        for_team=sales,
        owner=dana,
        accepted_by=lena,
        due_on=date(2027, 3, 15),
    )
