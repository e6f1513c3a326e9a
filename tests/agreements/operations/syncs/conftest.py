"""The sync of Monday 15 March 2027, 10:00 in Berlin, between those of two weeks before and after."""

from datetime import UTC, date, datetime

import pytest

from agreements.models import Agreement, Cadence, Sync
from agreements.operations.syncs import start_sync
from teams.models import Person
from tests.factories import CadenceFactory, SyncFactory

STARTS_AT = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


@pytest.fixture
def cadence(launch: Agreement) -> Cadence:
    return CadenceFactory.create(agreement=launch)


@pytest.fixture
def sync(cadence: Cadence) -> Sync:
    SyncFactory.create(cadence=cadence, number=2, slot_on=date(2027, 3, 1))
    SyncFactory.create(cadence=cadence, number=4, slot_on=date(2027, 3, 29))
    return SyncFactory.create(cadence=cadence, number=3, slot_on=date(2027, 3, 15), starts_at=STARTS_AT)


@pytest.fixture
def live(sync: Sync, maya: Person) -> Sync:
    """Started by Maya on time."""
    return start_sync(actor=maya, at=STARTS_AT, sync=sync)
