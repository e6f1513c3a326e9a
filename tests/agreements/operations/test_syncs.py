from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Agreement, Sync
from agreements.operations.locks import NotActiveError
from agreements.operations.syncs import (
    SyncBegunError,
    SyncNotBegunError,
    SyncSettledError,
    cancel_sync,
    close_sync,
)
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import entry, refused
from tests.factories import CadenceFactory, SyncFactory

STARTS_AT = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
EARLIEST = STARTS_AT - timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def sync(launch: Agreement) -> Sync:
    cadence = CadenceFactory.create(agreement=launch)
    return SyncFactory.create(cadence=cadence, number=3, slot_on=date(2027, 3, 15), starts_at=STARTS_AT)


def test_a_sync_is_held(launch: Agreement, sync: Sync, dana: Person) -> None:
    close_sync(actor=dana, at=STARTS_AT, sync=sync)
    sync.refresh_from_db()
    assert (sync.held_at, sync.cancelled_at) == (STARTS_AT, None)
    written = entry(launch, "sync_held")
    assert (written.actor, written.at, written.data) == (
        dana,
        STARTS_AT,
        {"sync": 3, "slot_on": "2027-03-15", "attendees": 0, "decisions": 0, "person_minutes": 30},
    )


@pytest.mark.parametrize("at", [EARLIEST, STARTS_AT + timedelta(days=20)])
def test_a_sync_is_held_from_an_hour_before_its_start_on(sync: Sync, dana: Person, at: datetime) -> None:
    assert close_sync(actor=dana, at=at, sync=sync).held_at == at


def test_a_sync_of_another_day_is_not_held_yet(sync: Sync, dana: Person) -> None:
    with refused(SyncNotBegunError, sync):
        close_sync(actor=dana, at=EARLIEST - MOMENT, sync=sync)


def test_the_facilitator_holds_it_too(launch: Agreement, sync: Sync, outsider: Person) -> None:
    Agreement.objects.filter(pk=launch.pk).update(facilitator=outsider)
    assert close_sync(actor=outsider, at=STARTS_AT, sync=sync).held_at == STARTS_AT


def test_who_is_no_party_holds_nothing(sync: Sync, outsider: Person) -> None:
    with refused(ForbiddenError, sync):
        close_sync(actor=outsider, at=STARTS_AT, sync=sync)


def test_a_sync_is_held_once(sync: Sync, dana: Person) -> None:
    close_sync(actor=dana, at=STARTS_AT, sync=sync)
    with refused(SyncSettledError, sync) as refusal:
        close_sync(actor=dana, at=STARTS_AT, sync=sync)
    assert refusal.value.message == "This sync was held already."


def test_nothing_is_held_once_the_agreement_is_closed(launch: Agreement, sync: Sync, dana: Person) -> None:
    Agreement.objects.filter(pk=launch.pk).update(state="completed", closed_at=EARLIEST)
    with refused(NotActiveError, sync):
        close_sync(actor=dana, at=STARTS_AT, sync=sync)


def test_a_sync_is_cancelled_with_a_reason(launch: Agreement, sync: Sync, lena: Person) -> None:
    at = STARTS_AT - MOMENT
    cancel_sync(actor=lena, at=at, sync=sync, reason=" All on track. ")
    sync.refresh_from_db()
    assert (sync.cancelled_at, sync.cancel_reason, sync.held_at) == (at, "All on track.", None)
    assert entry(launch, "sync_cancelled").data == {
        "sync": 3,
        "slot_on": "2027-03-15",
        "reason": "All on track.",
        "person_minutes": 60,
    }


def test_what_has_begun_is_not_cancelled(sync: Sync, lena: Person) -> None:
    with refused(SyncBegunError, sync):
        cancel_sync(actor=lena, at=STARTS_AT, sync=sync, reason="All on track.")


def test_cancelling_needs_a_reason(sync: Sync, lena: Person) -> None:
    with refused(InvalidValueError, sync) as refusal:
        cancel_sync(actor=lena, at=EARLIEST, sync=sync, reason=" ")
    assert list(refusal.value.fields) == ["reason"]


def test_what_was_cancelled_is_not_held(sync: Sync, dana: Person) -> None:
    cancel_sync(actor=dana, at=EARLIEST, sync=sync, reason="All on track.")
    with refused(SyncSettledError, sync) as refusal:
        close_sync(actor=dana, at=STARTS_AT, sync=sync)
    assert refusal.value.message == "This sync was cancelled already."
