import pytest

from tests.agreements.models.constraints import violates
from tests.factories import AT, CadenceFactory, SyncFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("cadence_interval_is_positive", {"interval": 0}),
        ("cadence_weekday_is_a_weekday", {"weekday": 7}),
        ("cadence_nth_goes_with_monthly", {"frequency": "weekly", "nth": 1}),
        ("cadence_nth_goes_with_monthly", {"frequency": "monthly", "nth": None}),
        ("cadence_nth_goes_with_monthly", {"frequency": "monthly", "nth": 5}),
    ],
)
def test_a_cadence_is_one_that_can_be_kept(constraint: str, values: dict[str, object]) -> None:
    with violates(constraint):
        CadenceFactory.create(**values)


def test_a_cadence_meets_once_on_a_local_date() -> None:
    sync = SyncFactory.create()
    with violates("one_sync_per_cadence_and_local_date"):
        SyncFactory.create(cadence=sync.cadence, slot_on=sync.slot_on)


def test_another_cadence_may_meet_on_the_same_date() -> None:
    sync = SyncFactory.create()
    assert SyncFactory.create(slot_on=sync.slot_on).slot_on == sync.slot_on


def test_what_was_held_was_not_cancelled() -> None:
    with violates("sync_held_is_not_cancelled"):
        SyncFactory.create(held_at=AT, cancelled_at=AT)
