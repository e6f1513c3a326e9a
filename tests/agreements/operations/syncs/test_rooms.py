from datetime import timedelta
from itertools import pairwise

import pytest

from agreements.models import Agreement, Attendance, Commitment, Presence, Sync
from agreements.operations.locks import NotActiveError, RemovedMeanwhileError
from agreements.operations.syncs import (
    ItemMovedError,
    SyncNotBegunError,
    SyncNotLiveError,
    SyncSettledError,
    attend,
    cancel_sync,
    close_sync,
    go_to,
    note_presence,
    start_sync,
)
from agreements.operations.topics import add_topic
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import count, entry, refused
from tests.agreements.operations.syncs.conftest import STARTS_AT
from tests.factories import DriftFlagFactory

EARLIEST = STARTS_AT - timedelta(hours=1)
MOMENT = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)


def test_a_sync_is_started_and_whoever_starts_it_is_there(launch: Agreement, sync: Sync, dana: Person) -> None:
    start_sync(actor=dana, at=EARLIEST, sync=sync)
    sync.refresh_from_db()

    assert (sync.started_at, sync.started_by, sync.is_live) == (EARLIEST, dana, True)
    assert list(sync.attendances.values_list("person", "arrived_at")) == [(dana.pk, EARLIEST)]
    assert entry(launch, "sync_started").data == {"sync": 3, "slot_on": "2027-03-15"}


def test_starting_it_again_changes_nothing(launch: Agreement, live: Sync, tomas: Person) -> None:
    again = start_sync(actor=tomas, at=STARTS_AT + MINUTE, sync=live)

    assert (again.started_at, again.revision, count(launch, "sync_started")) == (
        STARTS_AT,
        Sync.objects.get(pk=live.pk).revision,
        1,
    )


def test_a_sync_of_another_day_is_not_started(sync: Sync, dana: Person) -> None:
    with refused(SyncNotBegunError, sync):
        start_sync(actor=dana, at=EARLIEST - MOMENT, sync=sync)


def test_who_is_no_party_starts_nothing(sync: Sync, outsider: Person) -> None:
    with refused(ForbiddenError, sync):
        start_sync(actor=outsider, at=STARTS_AT, sync=sync)


def test_whoever_moderates_this_one_starts_it(sync: Sync, outsider: Person) -> None:
    Sync.objects.filter(pk=sync.pk).update(facilitator=outsider)

    assert start_sync(actor=outsider, at=STARTS_AT, sync=sync).is_live


def test_what_is_settled_is_not_started(sync: Sync, dana: Person) -> None:
    cancel_sync(actor=dana, at=EARLIEST, sync=sync, reason="All on track.")
    with refused(SyncSettledError, sync):
        start_sync(actor=dana, at=STARTS_AT, sync=sync)


def test_nothing_is_started_once_the_agreement_is_closed(launch: Agreement, sync: Sync, dana: Person) -> None:
    Agreement.objects.filter(pk=launch.pk).update(state="completed", closed_at=EARLIEST)
    with refused(NotActiveError, sync):
        start_sync(actor=dana, at=STARTS_AT, sync=sync)


def test_a_sync_that_a_new_cadence_replaced_is_gone(sync: Sync, dana: Person) -> None:
    Sync.objects.filter(pk=sync.pk).delete()
    with pytest.raises(RemovedMeanwhileError):
        start_sync(actor=dana, at=STARTS_AT, sync=sync)


def test_it_starts_with_the_first_item_that_all_may_see(
    launch: Agreement, sync: Sync, feature: Commitment, dana: Person
) -> None:
    """A flag that only its owner has heard of yet does not bring the item to the front for all."""
    told_later = {"shown_at": STARTS_AT + timedelta(days=1), "opened_at": STARTS_AT, "first_told": dana}
    DriftFlagFactory.create(agreement=launch, commitment=feature, rule="x", **told_later)
    Commitment.objects.filter(pk=feature.pk).update(due_on=STARTS_AT.date() + timedelta(days=90))
    topic = add_topic(actor=dana, at=EARLIEST, agreement=launch, text="Who tells the pilots?")

    assert start_sync(actor=dana, at=STARTS_AT, sync=sync).current == f"topic/{topic.pk}"


def test_all_go_on_together(launch: Agreement, live: Sync, feature: Commitment, tomas: Person) -> None:
    before = Sync.objects.get(pk=live.pk).revision
    go_to(actor=tomas, at=STARTS_AT + MINUTE, sync=live, subject=f"agreement/{launch.number}", seen=live.current)
    live.refresh_from_db()

    assert (live.current, live.current_at, live.revision) == (
        f"agreement/{launch.number}",
        STARTS_AT + MINUTE,
        before + 1,
    )


def test_two_who_go_to_the_same_item_are_not_told_apart(live: Sync, maya: Person, tomas: Person) -> None:
    seen = live.current
    moved = [go_to(actor=person, at=STARTS_AT, sync=live, subject="", seen=seen) for person in (maya, tomas)]

    assert [sync.current for sync in moved] == ["", ""]


def test_who_comes_second_sees_where_all_are_now(live: Sync, feature: Commitment, maya: Person, tomas: Person) -> None:
    seen = live.current
    go_to(actor=maya, at=STARTS_AT, sync=live, subject="", seen=seen)
    with refused(ItemMovedError, live) as refusal:
        go_to(actor=tomas, at=STARTS_AT, sync=live, subject=f"commitment/{feature.pk}", seen="topic/7")
    assert refusal.value.details == {"current": ""}


def test_one_goes_to_what_there_is(live: Sync, maya: Person) -> None:
    with refused(InvalidValueError, live) as refusal:
        go_to(actor=maya, at=STARTS_AT, sync=live, subject="agreement/1", seen=live.current)
    assert list(refusal.value.fields) == ["subject"]


def test_nobody_goes_on_before_the_start(sync: Sync, maya: Person) -> None:
    with refused(SyncNotLiveError, sync):
        go_to(actor=maya, at=STARTS_AT, sync=sync, subject="", seen="")


def test_who_accepts_something_attends_though_no_member(
    launch: Agreement, live: Sync, feature: Commitment, outsider: Person
) -> None:
    Commitment.objects.filter(pk=feature.pk).update(accepted_by=outsider)
    for _ in range(2):
        attend(actor=outsider, at=STARTS_AT + MINUTE, sync=live)

    assert live.attendances.filter(person=outsider, arrived_at=STARTS_AT + MINUTE).count() == 1


def test_others_do_not_attend(live: Sync, outsider: Person) -> None:
    with refused(ForbiddenError, live):
        attend(actor=outsider, at=STARTS_AT, sync=live)


def test_nobody_attends_before_the_start_or_after_the_end(sync: Sync, dana: Person, maya: Person) -> None:
    with refused(SyncNotLiveError, sync):
        attend(actor=dana, at=STARTS_AT, sync=sync)
    start_sync(actor=maya, at=STARTS_AT, sync=sync)
    close_sync(actor=maya, at=STARTS_AT + MINUTE, sync=sync)
    with refused(SyncSettledError, sync):
        attend(actor=dana, at=STARTS_AT, sync=sync)


def test_presence_is_written_once_a_minute_at_most(live: Sync, lena: Person) -> None:
    for seconds in (0, 20, 59, 60, 119):
        note_presence(person=lena, at=STARTS_AT + timedelta(seconds=seconds), sync=live)

    assert Presence.objects.get(person=lena).seen_at == STARTS_AT + MINUTE
    assert Attendance.objects.get(person=lena).arrived_at == STARTS_AT


def test_those_there_see_who_comes_and_who_comes_back(live: Sync, lena: Person) -> None:
    def revision() -> int:
        return Sync.objects.get(pk=live.pk).revision

    seen = [revision()]
    for minutes in (0, 1, 3, 4):  # the third sign comes after two minutes of silence
        note_presence(person=lena, at=STARTS_AT + minutes * MINUTE, sync=live)
        seen.append(revision())

    assert [after - before for before, after in pairwise(seen)] == [1, 0, 1, 0]


def test_who_only_reads_is_no_attendee(live: Sync, outsider: Person) -> None:
    note_presence(person=outsider, at=STARTS_AT, sync=live)

    assert not Attendance.objects.filter(person=outsider).exists()


def test_a_room_that_is_not_open_has_no_attendees(sync: Sync, lena: Person) -> None:
    note_presence(person=lena, at=STARTS_AT, sync=sync)

    assert not Attendance.objects.exists()
