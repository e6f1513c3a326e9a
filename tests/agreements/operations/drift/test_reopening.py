"""A flag is one row from opening to closing; the next one of its rule and subject knows it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Commitment, DriftFlag
from agreements.operations.drift import sweep
from agreements.operations.flags import snooze_flag
from tests.agreements.operations.drift.scenes import FAR, in_force, later, promise
from tests.factories import AT

pytestmark = pytest.mark.usefixtures("organisation")

PAST = date(2027, 2, 26)


def changed(commitment: Commitment, *, at: datetime, **values: Any) -> None:
    """Change what is known of it, and look."""
    Commitment.objects.filter(pk=commitment.pk).update(**values)
    sweep(at=at)


def test_the_first_of_its_kind_follows_none() -> None:
    promise(in_force(), due_on=PAST)
    sweep(at=AT)
    assert DriftFlag.objects.get().previous is None


def test_it_follows_the_last_that_closed() -> None:
    commitment = promise(in_force(), due_on=PAST)
    for hour, due_on in enumerate([PAST, FAR, PAST, FAR, PAST]):
        changed(commitment, at=later(hours=hour), due_on=due_on)
    first, second, third = DriftFlag.objects.filter(rule="past_due").order_by("pk")
    assert (first.previous, second.previous, third.previous) == (None, first, second)


def test_another_subject_or_rule_is_not_its_past() -> None:
    agreement = in_force()
    one, other = promise(agreement, due_on=PAST), promise(agreement)
    sweep(at=AT)
    changed(one, at=later(hours=1), due_on=FAR)
    changed(other, at=later(hours=2), due_on=PAST)
    changed(one, at=later(hours=3), standing="off_track", standing_at=AT)
    assert list(DriftFlag.objects.open().values_list("rule", "previous").order_by("rule")) == [
        ("off_track", None),
        ("past_due", None),
    ]


@pytest.mark.parametrize("many", [1, 4])
def test_it_is_found_in_one_query_however_many_open(many: int) -> None:
    agreement = in_force()
    for _ in range(many):
        promise(agreement, due_on=PAST)
    with CaptureQueriesContext(connection) as queries:
        sweep(at=AT)
    assert sum('closed_at" DESC' in query["sql"] for query in queries) == 1


def test_a_pass_that_opens_nothing_does_not_look_for_it() -> None:
    commitment = promise(in_force(), due_on=PAST)
    sweep(at=AT)
    with CaptureQueriesContext(connection) as queries:
        changed(commitment, at=later(hours=1), due_on=FAR)
    assert not [query for query in queries if 'closed_at" DESC' in query["sql"]]


@pytest.fixture
def resting() -> DriftFlag:
    """Some doubt, weak, that its owner lets rest until Friday."""
    commitment = promise(in_force(), standing="at_risk", recent=["on_track", "at_risk"])
    sweep(at=AT)
    flag = DriftFlag.objects.select_related("agreement", "commitment").get()
    assert commitment.owner is not None
    return snooze_flag(actor=commitment.owner, at=AT, flag=flag, until=date(2027, 3, 5), reason="Ask on Friday.")


def test_growing_to_strong_ends_its_rest(resting: DriftFlag) -> None:
    assert resting.commitment is not None
    changed(resting.commitment, at=later(hours=1), standing="off_track", recent=["on_track", "at_risk", "off_track"])
    resting.refresh_from_db()
    assert (resting.strength, resting.snoozed_until, resting.snoozed_by, resting.snooze_reason) == (
        "strong",
        None,
        None,
        "",
    )


def test_another_sweep_leaves_it_at_rest(resting: DriftFlag) -> None:
    sweep(at=AT + timedelta(days=1))
    resting.refresh_from_db()
    assert resting.snoozed_until == date(2027, 3, 5)
