"""What is told of a sync after its end, and what syncs cost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from agreements.domain.concerns import About
from agreements.domain.decisions import DecisionKind
from agreements.models import Agreement, Commitment, Sync
from agreements.operations.concerns import raise_concern
from agreements.operations.decisions import decide
from agreements.operations.drafts import ConcernDraft, DecisionDraft
from agreements.operations.rotas import set_rota
from agreements.operations.syncs import attend, cancel_sync, close_sync, start_sync
from agreements.operations.topics import add_topic
from agreements.reports.notes import notes_of, notes_of_many
from agreements.reports.sync_costs import SyncCost, cost_of, costs_by_agreement, costs_by_month
from teams.models import Person
from tests.factories import CadenceFactory, SyncFactory

END = timedelta(minutes=25)


@pytest.fixture
def held(
    launch: Agreement, feature: Commitment, maya: Person, tomas: Person, lena: Person, outsider: Person, at: datetime
) -> Sync:
    """Maya and Tomas met; Dana keeps her date, Tomas sees to a topic; Lena had nothing to do."""
    cadence = CadenceFactory.create(agreement=launch)
    sync = SyncFactory.create(cadence=cadence, number=1, slot_on=at.date(), starts_at=at)
    SyncFactory.create(cadence=cadence, number=2, slot_on=date(2027, 3, 15))
    set_rota(actor=maya, at=at, agreement=launch, people=[maya, tomas])
    topic = add_topic(actor=maya, at=at, agreement=launch, text="Who tells the pilots?")
    start_sync(actor=maya, at=at, sync=sync)
    attend(actor=tomas, at=at, sync=sync)
    for draft in (
        DecisionDraft(subject=f"commitment/{feature.pk}", kind=DecisionKind.KEEP, note="As planned."),
        DecisionDraft(subject=f"topic/{topic.pk}", kind=DecisionKind.KEEP, owner=tomas),
    ):
        decide(actor=maya, at=at, sync=sync, draft=draft)
    raise_concern(actor=lena, at=at, agreement=launch, draft=ConcernDraft(about=About.WORK, text="Nobody tests."))
    return close_sync(actor=maya, at=at + END, sync=sync)


def test_it_says_what_was_settled_and_who_sees_to_it(held: Sync, maya: Person, at: datetime) -> None:
    notes = notes_of(sync=held, viewer=maya, at=at + END)

    assert [(one.title, one.kind, one.note) for one in notes.settled] == [
        ("The feature", "keep", "As planned."),
        ("Who tells the pilots?", "keep", ""),
    ]
    assert [(one.person.name, [item.title for item in one.settled], one.was_there) for one in notes.people] == [
        ("Dana Whitfield", ["The feature"], False),
        ("Tomas Lindqvist", ["Who tells the pilots?"], True),
        ("Lena Brandt", [], False),
        ("Maya Okafor", [], True),
    ]


def test_it_says_what_else_happened_and_when_they_meet_next(
    held: Sync, maya: Person, tomas: Person, at: datetime
) -> None:
    notes = notes_of(sync=held, viewer=maya, at=at + END)

    assert [entry.what for entry in notes.entries] == ["raised concern 1, about the work"]
    assert (notes.following and notes.following.slot_on, notes.following_facilitator) == (date(2027, 3, 15), tomas)


def test_the_last_sync_has_none_after_it(held: Sync, maya: Person, at: datetime) -> None:
    Sync.objects.filter(number=2).delete()
    notes = notes_of(sync=held, viewer=maya, at=at + END)

    assert (notes.following, notes.following_facilitator) == (None, None)


def test_how_they_work_stays_with_the_parties(
    launch: Agreement, feature: Commitment, maya: Person, lena: Person, outsider: Person, at: datetime
) -> None:
    cadence = CadenceFactory.create(agreement=launch)
    sync = SyncFactory.create(cadence=cadence, number=1, slot_on=at.date(), starts_at=at)
    draft = ConcernDraft(about=About.WAY_OF_WORKING, text="We never hear of changes.")
    concern = raise_concern(actor=lena, at=at, agreement=launch, draft=draft)
    start_sync(actor=maya, at=at, sync=sync)
    about = DecisionDraft(subject=f"concern/{concern.pk}", kind=DecisionKind.PARK)
    decide(actor=maya, at=at, sync=sync, draft=about)
    held = close_sync(actor=maya, at=at + END, sync=sync)
    notes = notes_of_many(syncs=[held], viewers=[lena, outsider], at=at + END)

    assert [len(notes[held.pk, person.pk].settled) for person in (lena, outsider)] == [1, 0]


def test_one_held_without_its_room_has_notes_too(launch: Agreement, maya: Person, at: datetime) -> None:
    cadence = CadenceFactory.create(agreement=launch)
    sync = SyncFactory.create(cadence=cadence, number=1, slot_on=at.date(), starts_at=at)
    notes = notes_of(sync=close_sync(actor=maya, at=at, sync=sync), viewer=maya, at=at)

    assert (notes.settled, notes.entries, len(notes.people)) == ((), (), 2)


@pytest.mark.parametrize("more", [0, 2])
def test_the_cost_is_that_of_one_line(held: Sync, launch: Agreement, maya: Person, at: datetime, more: int) -> None:
    for number in range(more):
        add_topic(actor=maya, at=at + END / 2, agreement=launch, text=str(number))
    with assertNumQueries(11):
        notes_of(sync=held, viewer=maya, at=at + END)


def test_hours_spent_and_returned(held: Sync, launch: Agreement, lena: Person, at: datetime) -> None:
    """Two people for 25 minutes; the next one, 30 minutes of four people, is called off."""
    cancel_sync(actor=lena, at=at + END, sync=Sync.objects.get(number=2), reason="All on track.")
    ours = Agreement.objects.filter(pk=launch.pk)
    both = SyncCost(spent_minutes=50, returned_minutes=120)

    assert cost_of(among=ours) == both
    assert (both.spent_hours, both.returned_hours) == (0.8, 2.0)
    assert costs_by_agreement(among=ours) == {launch.pk: both}
    assert costs_by_month(among=ours) == {date(2027, 3, 1): both}


def test_hours_of_a_period(held: Sync, launch: Agreement, lena: Person, at: datetime) -> None:
    cancel_sync(actor=lena, at=at + END, sync=Sync.objects.get(number=2), reason="All on track.")
    ours = Agreement.objects.all()
    later = datetime(2027, 3, 2, tzinfo=UTC)

    assert cost_of(among=ours, since=later) == SyncCost(0, 120)
    assert cost_of(among=ours, until=later) == SyncCost(50, 0)
    assert cost_of(among=ours.none()) == SyncCost()
