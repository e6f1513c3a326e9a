"""Two facilitators at the same moment, each in a connection of their own."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from agreements.domain.decisions import DecisionKind
from agreements.models import Agreement, Attendance, Commitment, Decision, Sync
from agreements.operations.decisions import DecidedMeanwhileError, decide
from agreements.operations.drafts import DecisionDraft
from agreements.operations.history import broken_histories
from agreements.operations.rotas import set_rota
from agreements.operations.syncs import (
    attend,
    cancel_sync,
    close_sync,
    go_to,
    move_sync,
    note_presence,
    start_sync,
)
from agreements.operations.topics import add_topic
from teams.domain.errors import RefusalError
from teams.models import Person
from tests.agreements.operations.history import count
from tests.agreements.operations.syncs.conftest import STARTS_AT
from tests.races import FEW_ROUNDS, ROUNDS, race

pytestmark = pytest.mark.django_db(transaction=True)

EARLY = STARTS_AT - timedelta(minutes=30)


def codes(answers: list[object]) -> list[str]:
    return sorted(answer.code if isinstance(answer, RefusalError) else "done" for answer in answers)


def deciding(sync: Sync, feature: Commitment, by: Person, kind: DecisionKind) -> partial[Decision]:
    draft = DecisionDraft(subject=f"commitment/{feature.pk}", kind=kind)
    return partial(decide, actor=by, at=STARTS_AT, sync=sync, draft=draft)


@pytest.mark.parametrize("round_of", ROUNDS)
def test_two_decisions_at_once_are_one_and_the_other_is_told(
    round_of: int, live: Sync, feature: Commitment, maya: Person, tomas: Person
) -> None:
    acts = (deciding(live, feature, maya, DecisionKind.KEEP), deciding(live, feature, tomas, DecisionKind.PARK))
    answers = race(*acts)
    (refusal,) = [answer for answer in answers if isinstance(answer, DecidedMeanwhileError)]
    made = Decision.objects.get()

    assert (refusal.decision.pk, made.revision, count(live.agreement, "decided")) == (made.pk, 1, 1)


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_one_press_that_arrives_twice_decides_once(
    round_of: int, live: Sync, feature: Commitment, maya: Person
) -> None:
    press = deciding(live, feature, maya, DecisionKind.KEEP)

    assert codes(race(press, press)) == ["done", "done"]
    assert (Decision.objects.count(), count(live.agreement, "decided")) == (1, 1)


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_two_who_start_it_open_one_room(round_of: int, sync: Sync, maya: Person, tomas: Person) -> None:
    answers = race(*(partial(start_sync, actor=person, at=STARTS_AT, sync=sync) for person in (maya, tomas)))
    sync.refresh_from_db()

    assert codes(list(answers)) == ["done", "done"]
    assert (sync.started_by in {maya, tomas}, count(sync.agreement, "sync_started")) == (True, 1)


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_two_who_go_on_to_different_items(
    round_of: int, launch: Agreement, live: Sync, maya: Person, tomas: Person
) -> None:
    topic = add_topic(actor=maya, at=STARTS_AT, agreement=launch, text="Who tells the pilots?")
    go = partial(go_to, at=STARTS_AT, sync=live, seen=live.current)
    subjects = (f"topic/{topic.pk}", f"agreement/{launch.number}")
    answers = race(partial(go, actor=maya, subject=subjects[0]), partial(go, actor=tomas, subject=subjects[1]))

    assert codes(list(answers)) == ["done", "item_moved"]
    live.refresh_from_db()
    assert live.current in subjects


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_a_double_click_closes_once(round_of: int, live: Sync, maya: Person) -> None:
    close = partial(close_sync, actor=maya, at=STARTS_AT, sync=live)

    assert codes(list(race(close, close))) == ["done", "sync_settled"]
    assert count(live.agreement, "sync_held") == 1


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_closing_against_deciding_counts_what_was_decided_before(
    round_of: int, live: Sync, feature: Commitment, maya: Person, tomas: Person
) -> None:
    close = partial(close_sync, actor=maya, at=STARTS_AT, sync=live)
    answers = race(close, deciding(live, feature, tomas, DecisionKind.KEEP))
    held = live.agreement.events.get(kind="sync_held")

    assert held.data["decisions"] == Decision.objects.count()
    assert (codes(list(answers)), broken_histories()) == (
        ["done", "done"] if Decision.objects.exists() else ["done", "sync_settled"],
        [],
    )


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_moving_against_starting_leaves_one_of_both(round_of: int, sync: Sync, maya: Person, tomas: Person) -> None:
    move = partial(
        move_sync, actor=maya, at=EARLY, sync=sync, starts_at=STARTS_AT + timedelta(days=2), reason="Half of us travel."
    )
    answers = race(move, partial(start_sync, actor=tomas, at=EARLY, sync=sync))
    sync.refresh_from_db()

    assert codes(list(answers)) in (["done", "sync_begun"], ["done", "sync_not_begun"])
    assert (sync.started_at is None) is (sync.moved_from is not None)


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_closing_against_calling_it_off_leaves_one_of_both(
    round_of: int, sync: Sync, maya: Person, tomas: Person
) -> None:
    off = partial(cancel_sync, actor=maya, at=EARLY, sync=sync, reason="All on track.")
    answers = race(off, partial(close_sync, actor=tomas, at=EARLY, sync=sync))
    sync.refresh_from_db()

    assert codes(list(answers)) == ["done", "sync_settled"]
    assert (sync.held_at is None) is (sync.cancelled_at is not None)


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_who_comes_in_by_two_doors_comes_once(round_of: int, live: Sync, lena: Person, maya: Person) -> None:
    race(
        partial(attend, actor=lena, at=STARTS_AT, sync=live),
        partial(note_presence, person=lena, at=STARTS_AT, sync=live),
        partial(close_sync, actor=maya, at=STARTS_AT, sync=live),
    )

    assert Attendance.objects.filter(person=lena).count() <= 1


@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_two_rotas_at_once_leave_one(round_of: int, sync: Sync, maya: Person, tomas: Person, at: datetime) -> None:
    rotas = ([maya, tomas], [tomas, maya])
    race(*(partial(set_rota, actor=maya, at=at, agreement=sync.agreement, people=people) for people in rotas))

    assert [turn.person for turn in sync.cadence.rota.order_by("position")] in rotas
