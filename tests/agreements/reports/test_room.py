"""What people in the room of a sync see, the late one too."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from agreements.domain.decisions import DecisionKind
from agreements.models import Agreement, Commitment, Sync
from agreements.operations.decisions import decide
from agreements.operations.drafts import DecisionDraft
from agreements.operations.syncs import go_to, note_presence, start_sync
from agreements.operations.topics import add_topic
from agreements.reports.room import room, room_state
from teams.models import Person
from tests.factories import CadenceFactory, CommitmentFactory, DependencyFactory, SyncFactory


@pytest.fixture
def sync(launch: Agreement, feature: Commitment, maya: Person, at: datetime) -> Sync:
    """Started on time, 1 March 2027 at 10:00 in Berlin; the feature is due before the sync after it."""
    cadence = CadenceFactory.create(agreement=launch)
    found = SyncFactory.create(cadence=cadence, number=1, slot_on=at.date(), starts_at=at)
    SyncFactory.create(cadence=cadence, number=2, slot_on=date(2027, 3, 16))
    return start_sync(actor=maya, at=at, sync=found)


def settle(sync: Sync, by: Person, at: datetime, subject: str, kind: DecisionKind = DecisionKind.KEEP) -> None:
    decide(actor=by, at=at, sync=sync, draft=DecisionDraft(subject=subject, kind=kind))


def test_everybody_looks_at_the_first_item_from_the_start_on(sync: Sync, feature: Commitment, tomas: Person) -> None:
    seen = room(sync=sync, viewer=tomas, at=sync.started_at or sync.starts_at)

    assert (seen.current, seen.item and seen.item.title) == (f"commitment/{feature.pk}", "The feature")
    assert (seen.position, seen.total, seen.following) == (1, 1, "")


def test_who_comes_late_sees_the_item_that_all_look_at(
    launch: Agreement, sync: Sync, maya: Person, dana: Person, lena: Person, at: datetime
) -> None:
    topic = add_topic(actor=dana, at=at, agreement=launch, text="Who tells the pilots?")
    sync = go_to(actor=maya, at=at, sync=sync, subject=f"topic/{topic.pk}", seen=sync.current)
    note_presence(person=lena, at=at + timedelta(minutes=10), sync=sync)
    seen = room(sync=sync, viewer=lena, at=at + timedelta(minutes=10))

    assert (seen.item and seen.item.title, seen.elapsed_minutes) == ("Who tells the pilots?", 10)
    assert [(guest.person, guest.arrived_at, guest.is_here) for guest in seen.guests] == [
        (maya, at, False),
        (lena, at + timedelta(minutes=10), True),
    ]


def test_what_is_settled_leaves_the_agenda_and_is_listed(
    launch: Agreement, sync: Sync, feature: Commitment, maya: Person, dana: Person, at: datetime
) -> None:
    topic = add_topic(actor=dana, at=at, agreement=launch, text="Who tells the pilots?")
    settle(sync, maya, at, f"commitment/{feature.pk}")
    seen = room(sync=sync, viewer=dana, at=at)

    assert [item.subject for item in seen.agenda.items] == [f"topic/{topic.pk}"]
    assert [(one.title, one.owner) for one in seen.settled] == [("The feature", dana)]
    assert (seen.decision and seen.decision.kind, seen.following) == ("keep", f"topic/{topic.pk}")
    assert (seen.position, seen.total) == (1, 2)


def test_it_says_what_waits_for_the_item(sync: Sync, feature: Commitment, dana: Person, at: datetime) -> None:
    waiting = CommitmentFactory.create(
        agreement=feature.agreement, number=2, is_open=True, team=feature.for_team, for_team=feature.team
    )
    DependencyFactory.create(upstream=feature, downstream=waiting)
    seen = room(sync=sync, viewer=dana, at=at)

    assert (seen.waiters, seen.unseen_waiters) == ((waiting,), 0)


def test_the_state_changes_with_what_people_see(
    launch: Agreement, sync: Sync, feature: Commitment, maya: Person, dana: Person, lena: Person, at: datetime
) -> None:
    def state() -> str:
        return str(room_state(agreement=launch.number, number=1, viewer=dana))

    seen = [state()]
    add_topic(actor=dana, at=at, agreement=launch, text="Who tells the pilots?")
    seen.append(state())
    go_to(actor=maya, at=at, sync=sync, subject="", seen=sync.current)
    seen.append(state())
    settle(sync, maya, at, f"commitment/{feature.pk}")
    seen.append(state())
    note_presence(person=lena, at=at, sync=sync)
    seen.append(state())
    note_presence(person=lena, at=at + timedelta(minutes=1), sync=sync)

    assert len(set(seen)) == 5
    assert state() == seen[-1]


def test_a_poll_is_one_query_and_tells_a_stranger_nothing(launch: Agreement, sync: Sync, outsider: Person) -> None:
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")
    with assertNumQueries(1):
        state = room_state(agreement=launch.number, number=1, viewer=outsider)

    assert state is None


@pytest.mark.parametrize("more", [0, 2])
def test_it_costs_the_same_however_much_there_is(
    launch: Agreement, sync: Sync, feature: Commitment, dana: Person, at: datetime, more: int
) -> None:
    for number in range(more):
        add_topic(actor=dana, at=at, agreement=launch, text="More")
        CommitmentFactory.create(
            agreement=launch, number=2 + number, is_open=True, team=feature.team, for_team=feature.for_team
        )
    with assertNumQueries(34):
        room(sync=Sync.objects.select_related("agreement", "cadence").get(pk=sync.pk), viewer=dana, at=at)
