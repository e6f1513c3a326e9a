"""An agreement between Product and Sales: one in force with what Product owes in it, and one on its way there."""

from datetime import date, datetime

import pytest

from agreements.models import Agreement, Commitment
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from teams.models import Person, Team
from tests.factories import AgreementFactory, CommitmentFactory, DependencyFactory, PartyFactory


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


@pytest.fixture
def ready(product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person) -> Agreement:
    """A draft with all it needs: Dana owes the feature to Sales, Lena the outreach a day after it to Product."""
    agreement = AgreementFactory.create(title="Feature launch", created_by=maya)
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    feature = CommitmentFactory.create(
        agreement=agreement,
        number=1,
        deliverable="The feature",
        team=product,
        for_team=sales,
        owner=dana,
        accepted_by=lena,
        due_on=date(2027, 3, 15),
    )
    outreach = CommitmentFactory.create(
        agreement=agreement,
        number=2,
        deliverable="The outreach",
        team=sales,
        for_team=product,
        owner=lena,
        accepted_by=None,
        due_on=date(2027, 3, 16),
    )
    DependencyFactory.create(upstream=feature, downstream=outreach, lag_days=1)
    return agreement


@pytest.fixture
def proposed(ready: Agreement, maya: Person, at: datetime) -> Agreement:
    """The same, proposed by Maya."""
    propose(actor=maya, at=at, agreement=ready)
    ready.refresh_from_db()
    return ready


@pytest.fixture
def launched(proposed: Agreement, maya: Person, tomas: Person, at: datetime) -> Agreement:
    """The same, in force: signed by Maya and Tomas a moment ago."""
    terms_hash = proposed.versions.get().terms_hash
    for person in (maya, tomas):
        sign(actor=person, at=at, agreement=proposed, terms_hash=terms_hash)
    proposed.refresh_from_db()
    return proposed
