from datetime import datetime, timedelta

import pytest

from agreements.models import Agreement, Commitment, Sync
from agreements.operations.locks import NotActiveError
from agreements.operations.syncs import (
    SyncBegunError,
    SyncNotBegunError,
    SyncSettledError,
    attend,
    cancel_sync,
    close_sync,
    start_sync,
)
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import entry, refused
from tests.agreements.operations.syncs.conftest import STARTS_AT

EARLIEST = STARTS_AT - timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


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


def test_it_costs_the_minutes_of_all_who_were_there(live: Sync, maya: Person, tomas: Person) -> None:
    attend(actor=tomas, at=STARTS_AT, sync=live)
    held = close_sync(actor=maya, at=STARTS_AT + timedelta(minutes=24, seconds=1), sync=live)

    assert (held.person_minutes, held.revision) == (50, Sync.objects.get(pk=live.pk).revision)
    assert entry(live.agreement, "sync_held").data == {
        "sync": 3,
        "slot_on": "2027-03-15",
        "attendees": 2,
        "decisions": 0,
        "person_minutes": 50,
    }


def test_one_that_was_started_early_is_closed_early(sync: Sync, maya: Person) -> None:
    start_sync(actor=maya, at=EARLIEST, sync=sync)

    assert close_sync(actor=maya, at=EARLIEST + timedelta(minutes=10), sync=sync).person_minutes == 10


def test_what_was_started_is_not_cancelled(sync: Sync, maya: Person) -> None:
    start_sync(actor=maya, at=EARLIEST, sync=sync)
    with refused(SyncBegunError, sync):
        cancel_sync(actor=maya, at=EARLIEST, sync=sync, reason="All on track.")


def test_calling_it_off_returns_the_minutes_of_all_who_take_part(
    launch: Agreement, sync: Sync, feature: Commitment, lena: Person
) -> None:
    """Maya and Tomas sign, Dana owes and Lena accepts: four people, thirty minutes."""
    off = cancel_sync(actor=lena, at=EARLIEST, sync=sync, reason="All on track.")

    assert (off.person_minutes, off.sequence) == (120, 1)
