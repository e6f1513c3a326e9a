from datetime import UTC, datetime, timedelta

import pytest

from agreements.domain.commitments import Standing
from agreements.models import Agreement, CheckIn, Commitment, Sync
from agreements.operations.cadences import materialise_syncs
from agreements.operations.checkins import check_in
from agreements.operations.drafts import CheckInDraft
from agreements.operations.rotas import set_rota
from agreements.operations.syncs import (
    SyncBegunError,
    SyncSettledError,
    cancel_sync,
    close_sync,
    move_sync,
    set_facilitator,
    start_sync,
)
from agreements.reports.facilitators import facilitator_of
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import count, entry, refused
from tests.agreements.operations.syncs.conftest import STARTS_AT
from tests.factories import HolidayFactory

AT = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
THURSDAY = datetime(2027, 3, 18, 13, 0, tzinfo=UTC)
BEFORE, AFTER = datetime(2027, 3, 1, 9, 0, tzinfo=UTC), datetime(2027, 3, 29, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def move(sync: Sync, by: Person, to: datetime, *, at: datetime = AT, reason: str = "Half of us travel.") -> Sync:
    return move_sync(actor=by, at=at, sync=sync, starts_at=to, reason=reason)


def test_a_sync_moves_and_keeps_its_slot(launch: Agreement, sync: Sync, dana: Person) -> None:
    move(sync, dana, THURSDAY, reason=" Half of us travel. ")
    sync.refresh_from_db()

    assert (sync.starts_at, sync.slot_on.isoformat(), sync.moved_from, sync.move_reason) == (
        THURSDAY,
        "2027-03-15",
        STARTS_AT,
        "Half of us travel.",
    )
    assert (sync.sequence, sync.revision) == (1, 2)
    assert entry(launch, "sync_moved").data == {
        "sync": 3,
        "slot_on": "2027-03-15",
        "was": "2027-03-15T09:00:00+00:00",
        "now": "2027-03-18T13:00:00+00:00",
        "reason": "Half of us travel.",
    }


def test_moved_again_it_remembers_where_it_was_first(sync: Sync, dana: Person) -> None:
    move(sync, dana, THURSDAY)
    again = move(sync, dana, THURSDAY + timedelta(days=1))

    assert (again.moved_from, again.sequence) == (STARTS_AT, 2)


def test_moved_back_it_was_never_moved(sync: Sync, dana: Person) -> None:
    move(sync, dana, THURSDAY)
    back = move(sync, dana, STARTS_AT)

    assert (back.moved_from, back.starts_at, back.sequence) == (None, STARTS_AT, 2)


@pytest.mark.parametrize(
    "to",
    [
        pytest.param(STARTS_AT, id="where it is"),
        pytest.param(AT, id="not to come"),
        pytest.param(AFTER, id="on the sync after"),
        pytest.param(AFTER + MINUTE, id="past the sync after"),
    ],
)
def test_where_it_cannot_go(sync: Sync, dana: Person, to: datetime) -> None:
    with refused(InvalidValueError, sync) as refusal:
        move(sync, dana, to)
    assert list(refusal.value.fields) == ["starts_at"]


@pytest.mark.parametrize("to", [BEFORE, BEFORE - MINUTE])
def test_it_does_not_go_before_the_sync_before_it(sync: Sync, dana: Person, to: datetime) -> None:
    with refused(InvalidValueError, sync) as refusal:
        move(sync, dana, to, at=BEFORE - timedelta(days=1))
    assert refusal.value.message.startswith("Choose a moment after the sync before it")


def test_the_last_one_stays_before_the_slot_to_come(sync: Sync, dana: Person) -> None:
    """The slot of 29 March, 10:00 in Berlin's summer, is known by the cadence before its sync is written."""
    Sync.objects.filter(number=4).delete()
    slot = datetime(2027, 3, 29, 8, 0, tzinfo=UTC)
    with refused(InvalidValueError, sync):
        move(sync, dana, slot)
    assert move(sync, dana, slot - MINUTE).starts_at == slot - MINUTE


def test_one_that_was_called_off_is_no_neighbour(sync: Sync, dana: Person) -> None:
    fourth = Sync.objects.get(number=4)
    cancel_sync(actor=dana, at=AT, sync=fourth, reason="A holiday week.")
    Sync.objects.filter(number=4).update(starts_at=STARTS_AT + timedelta(days=1))

    assert move(sync, dana, THURSDAY).starts_at == THURSDAY


def test_a_move_says_why(sync: Sync, dana: Person) -> None:
    with refused(InvalidValueError, sync) as refusal:
        move(sync, dana, THURSDAY, reason=" ")
    assert list(refusal.value.fields) == ["reason"]


def test_what_has_begun_is_not_moved(sync: Sync, dana: Person) -> None:
    with refused(SyncBegunError, sync):
        move(sync, dana, THURSDAY, at=STARTS_AT)


def test_what_was_started_early_is_not_moved(sync: Sync, dana: Person) -> None:
    start_sync(actor=dana, at=STARTS_AT - 30 * MINUTE, sync=sync)
    with refused(SyncBegunError, sync):
        move(sync, dana, THURSDAY, at=STARTS_AT - 29 * MINUTE)


def test_who_is_no_party_moves_nothing(sync: Sync, outsider: Person) -> None:
    with refused(ForbiddenError, sync):
        move(sync, outsider, THURSDAY)


def test_its_round_follows_it(sync: Sync, feature: Commitment, dana: Person) -> None:
    """Moved to Thursday the 18th, its round opens on the 15th; an answer is named by the slot all the same."""
    Sync.objects.filter(pk=sync.pk).update(starts_at=STARTS_AT)
    move(sync, dana, THURSDAY)
    answer = CheckInDraft(standing=Standing.ON_TRACK)
    check_in(actor=dana, at=datetime(2027, 3, 12, 9, 0, tzinfo=UTC), commitment=feature, answer=answer)
    check_in(actor=dana, at=datetime(2027, 3, 15, 9, 0, tzinfo=UTC), commitment=feature, answer=answer)

    rounds = CheckIn.objects.order_by("at").values_list("round_on", flat=True)
    assert [day and day.isoformat() for day in rounds] == [None, "2027-03-15"]


def test_a_holiday_does_not_move_what_people_moved(launch: Agreement, sync: Sync, dana: Person) -> None:
    move(sync, dana, THURSDAY)
    HolidayFactory.create(on=sync.slot_on)
    materialise_syncs(at=AT)
    sync.refresh_from_db()

    assert sync.starts_at == THURSDAY


def test_a_holiday_makes_its_calendar_entry_anew(launch: Agreement, sync: Sync) -> None:
    HolidayFactory.create(on=sync.slot_on)
    materialise_syncs(at=AT)
    sync.refresh_from_db()

    assert (sync.starts_at, sync.sequence) == (STARTS_AT + timedelta(days=1), 1)


def test_somebody_is_named_to_moderate(launch: Agreement, sync: Sync, maya: Person, dana: Person) -> None:
    set_facilitator(actor=maya, at=AT, sync=sync, person=dana)
    set_facilitator(actor=maya, at=AT, sync=sync, person=dana)

    assert (Sync.objects.get(pk=sync.pk).facilitator, count(launch, "facilitator_set")) == (dana, 1)
    assert entry(launch, "facilitator_set").data == {
        "sync": 3,
        "slot_on": "2027-03-15",
        "was": None,
        "now": "Dana Whitfield",
    }


def test_nobody_moderates_who_has_left(sync: Sync, maya: Person, dana: Person) -> None:
    Person.objects.filter(pk=dana.pk).update(is_active=False)
    dana.refresh_from_db()
    with refused(InvalidValueError, sync) as refusal:
        set_facilitator(actor=maya, at=AT, sync=sync, person=dana)
    assert list(refusal.value.fields) == ["facilitator"]


def test_whose_turn_it_is(launch: Agreement, sync: Sync, maya: Person, tomas: Person, lena: Person) -> None:
    """Sync 3 of a rota of two is the first one's again; who is away is passed over, then the agreement's own comes."""
    Agreement.objects.filter(pk=launch.pk).update(facilitator=lena)
    set_rota(actor=maya, at=AT, agreement=launch, people=[maya, tomas])

    def moderator() -> Person | None:
        return facilitator_of(Sync.objects.get(pk=sync.pk))

    found = [moderator()]
    Person.objects.filter(pk=maya.pk).update(away_until=sync.slot_on)
    found.append(moderator())
    Person.objects.filter(pk=tomas.pk).update(is_active=False)
    found.append(moderator())
    set_facilitator(actor=maya, at=AT, sync=sync, person=maya)
    found.append(moderator())

    assert found == [maya, tomas, lena, maya]


def test_what_was_held_has_its_moderator(sync: Sync, maya: Person, dana: Person) -> None:
    close_sync(actor=maya, at=STARTS_AT, sync=sync)
    with refused(SyncSettledError, sync):
        set_facilitator(actor=maya, at=STARTS_AT, sync=sync, person=dana)
