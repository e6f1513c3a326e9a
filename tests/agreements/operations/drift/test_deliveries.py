"""What was declared done and is not answered: a flag on its receiver, never on whoever owns it."""

from datetime import date, datetime, timedelta

import pytest

from agreements.models import Agreement, Commitment, DriftFlag
from agreements.operations.deliveries import accept, deliver, send_back
from agreements.operations.drift import recompute, sweep
from agreements.reports.flags import FlagFilter, flag_rows
from tests.agreements.operations.drift.scenes import in_force, later, promise, signs
from tests.factories import AT

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.fixture
def agreement() -> Agreement:
    return in_force()


@pytest.fixture
def delivered(agreement: Agreement) -> Commitment:
    """Declared done on Monday 1 March; the grace of an agreement without a cadence is three days."""
    commitment = promise(agreement, due_on=date(2027, 3, 2))
    assert commitment.owner is not None
    return deliver(actor=commitment.owner, at=AT, commitment=commitment, evidence="Release 4.2")


def on(day: int) -> datetime:
    """Monday is 0."""
    return AT + timedelta(days=day)


@pytest.mark.parametrize(("day", "expected"), [(3, []), (4, [("unanswered_delivery", "weak")])])
def test_it_is_flagged_once_the_grace_is_over(delivered: Commitment, day: int, expected: list[tuple[str, str]]) -> None:
    sweep(at=on(day))
    assert signs() == expected


def test_its_receiver_is_told_first(delivered: Commitment) -> None:
    sweep(at=on(4))
    flag = DriftFlag.objects.get()
    assert (flag.first_told, flag.shown_at > flag.opened_at) == (delivered.accepted_by, True)


def test_it_is_a_flag_of_its_receiver_and_not_of_its_owner(delivered: Commitment, admin: None) -> None:
    sweep(at=on(4))
    viewer = delivered.accepted_by
    assert viewer is not None
    counts = [
        len(flag_rows(viewer=viewer, at=on(4), wanted=FlagFilter(person=person)))
        for person in (delivered.accepted_by_id, delivered.owner_id)
    ]
    assert counts == [1, 0]


def test_waiting_does_not_touch_the_health_of_the_promise(agreement: Agreement, delivered: Commitment) -> None:
    sweep(at=on(10))
    delivered.refresh_from_db()
    agreement.refresh_from_db()
    assert (delivered.health, delivered.shown_health, agreement.health) == ("on_track", "on_track", "watch")
    assert recompute(at=on(10)) == ()


def test_waiting_does_not_touch_the_outcome(delivered: Commitment) -> None:
    """Two weeks past its date it is still kept: it was done in time."""
    assert delivered.accepted_by is not None
    assert accept(actor=delivered.accepted_by, at=on(14), commitment=delivered).outcome == "kept"


def test_a_second_sweep_writes_nothing(delivered: Commitment) -> None:
    sweep(at=on(4))
    result = sweep(at=on(4))
    assert (result.opened, result.closed, result.reworded, result.health_changed) == (0, 0, 0, 0)


@pytest.mark.parametrize("act", ["accept", "send_back"])
def test_any_answer_closes_it_at_once(delivered: Commitment, act: str) -> None:
    sweep(at=on(4))
    assert delivered.accepted_by is not None
    if act == "accept":
        accept(actor=delivered.accepted_by, at=on(4), commitment=delivered)
    else:
        send_back(actor=delivered.accepted_by, at=on(4), commitment=delivered, reason="The export is missing.")
    assert "unanswered_delivery" not in dict(signs())


def test_a_second_delivery_begins_to_wait_anew(delivered: Commitment) -> None:
    assert delivered.accepted_by is not None
    assert delivered.owner is not None
    send_back(actor=delivered.accepted_by, at=on(2), commitment=delivered, reason="The export is missing.")
    deliver(actor=delivered.owner, at=on(4), commitment=delivered, evidence="Release 4.3")
    sweep(at=on(5))
    assert signs() == []


def test_while_the_agreement_is_paused_nobody_is_asked(agreement: Agreement, delivered: Commitment) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(paused_until=date(2027, 3, 20), pause_reason="We move.")
    sweep(at=on(10))
    assert signs() == []


def test_a_receiver_who_left_is_flagged_at_once(delivered: Commitment) -> None:
    assert delivered.accepted_by is not None
    delivered.accepted_by.is_active = False
    delivered.accepted_by.save()
    sweep(at=later(hours=1))
    assert signs() == [("ownerless", "strong")]


def test_an_owner_who_left_after_delivering_is_not(delivered: Commitment) -> None:
    assert delivered.owner is not None
    delivered.owner.is_active = False
    delivered.owner.save()
    sweep(at=later(hours=1))
    assert signs() == []


def test_an_owner_who_is_away_over_the_date_is_flagged(agreement: Agreement) -> None:
    commitment = promise(agreement, due_on=date(2027, 3, 22))
    assert commitment.owner is not None
    commitment.owner.away_until = date(2027, 3, 24)
    commitment.owner.save()
    sweep(at=AT)
    flag = DriftFlag.objects.get(rule="owner_away")
    name = commitment.owner.get_short_name()
    assert (flag.strength, flag.sentence) == ("weak", f"{name} is away until 24 Mar; the date is 22 Mar.")
    assert flag.shown_at == flag.opened_at
