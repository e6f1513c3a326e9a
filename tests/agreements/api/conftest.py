"""Product and Sales launch a feature: as a draft with all it needs, and in force. The clock stands at `at`.

Dana of Product owes the feature to Sales by 15 March 2027, where Lena accepts it; Lena owes the outreach to Product
a day after it, where Dana accepts it. Maya signs for Product, Tomas for Sales.
"""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine

from agreements.models import Agreement, Commitment, Metric, Sync
from teams.models import Person, Team
from tests.factories import (
    AgreementFactory,
    CadenceFactory,
    CommitmentFactory,
    DependencyFactory,
    MetricFactory,
    PartyFactory,
    SyncFactory,
)

NOT_FOUND = {
    "error": {"code": "not_found", "message": "There is nothing here, or nothing that you may see.", "fields": {}}
}


@pytest.fixture(autouse=True)
def _clock_stands(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def draft(product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person) -> Agreement:
    agreement = AgreementFactory.create(number=31, title="Feature launch", created_by=maya)
    _fill(agreement, product, sales, is_open=False)
    return agreement


@pytest.fixture
def launch(product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person) -> Agreement:
    """In force since Monday 1 February 2027, with a biweekly sync."""
    agreement = AgreementFactory.create(number=32, title="Launch in force", created_by=maya, is_active=True)
    _fill(agreement, product, sales, is_open=True)
    CadenceFactory.create(agreement=agreement)
    return agreement


@pytest.fixture
def private(launch: Agreement) -> Agreement:
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")
    return launch


@pytest.fixture
def feature(launch: Agreement) -> Commitment:
    return launch.commitments.get(number=1)


@pytest.fixture
def outreach(launch: Agreement) -> Commitment:
    return launch.commitments.get(number=2)


@pytest.fixture
def trials(launch: Agreement, tomas: Person) -> Metric:
    """From 100 on 1 February up to 500 on 1 August 2027; Tomas reports it."""
    return MetricFactory.create(agreement=launch, name="Trials", reporter=tomas)


@pytest.fixture
def sync(launch: Agreement) -> Sync:
    """Wednesday 3 March 2027: its round has opened on 26 February."""
    return SyncFactory.create(cadence=launch.cadence, number=1, slot_on=date(2027, 3, 3))


def _fill(agreement: Agreement, product: Team, sales: Team, *, is_open: bool) -> None:
    people = {person.name.split()[0]: person for person in Person.objects.all()}
    PartyFactory.create(agreement=agreement, team=product, representative=people["Maya"], gains="Reach")
    PartyFactory.create(agreement=agreement, team=sales, representative=people["Tomas"], gains="Dates")
    feature = CommitmentFactory.create(
        agreement=agreement,
        number=1,
        deliverable="The feature",
        team=product,
        for_team=sales,
        owner=people["Dana"],
        accepted_by=people["Lena"],
        due_on=date(2027, 3, 15),
        is_open=is_open,
    )
    outreach = CommitmentFactory.create(
        agreement=agreement,
        number=2,
        deliverable="The outreach",
        team=sales,
        for_team=product,
        owner=people["Lena"],
        accepted_by=people["Dana"],
        due_on=date(2027, 3, 16),
        is_open=is_open,
    )
    DependencyFactory.create(upstream=feature, downstream=outreach, lag_days=1)
