from datetime import UTC, datetime, timedelta

import pytest

from reminders.domain.kinds import Kind
from reminders.models import Delivery, Morning
from reminders.operations.hint import hint
from teams.models import Person
from tests.factories import AT
from tests.reminders.operations.conftest import Queue

pytestmark = pytest.mark.django_db

NIGHT = datetime(2027, 3, 1, 21, 0, tzinfo=UTC)  # 22:00 in Berlin


def test_what_is_due_is_hinted_at(queue: Queue, dana: Person) -> None:
    delivery = queue(dana)

    assert hint(at=AT, real_at=AT) == [delivery.pk]


def test_what_is_due_later_waits(queue: Queue, dana: Person) -> None:
    queue(dana, due_at=AT + timedelta(minutes=1))

    assert hint(at=AT, real_at=AT) == []


@pytest.mark.parametrize(("seconds", "hinted"), [(59, False), (60, True)])
def test_a_hint_is_repeated_after_a_minute(queue: Queue, dana: Person, seconds: int, hinted: bool) -> None:
    queue(dana)
    hint(at=AT, real_at=AT)

    assert bool(hint(at=AT, real_at=AT + timedelta(seconds=seconds))) is hinted


def test_those_waiting_longest_go_first(queue: Queue, dana: Person, lena: Person) -> None:
    late, early = queue(dana), queue(lena, due_at=AT - timedelta(minutes=5))

    assert hint(at=AT, real_at=AT) == [early.pk, late.pk]


def test_no_more_than_the_cap_is_outstanding(
    queue: Queue, dana: Person, lena: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reminders.operations.hint.MOST_OUTSTANDING", 1)
    queue(dana)
    queue(lena)
    hint(at=AT, real_at=AT)

    assert hint(at=AT, real_at=AT) == []


def test_a_mail_waits_for_its_next_attempt(queue: Queue, dana: Person) -> None:
    delivery = queue(dana)
    Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=AT + timedelta(minutes=5))

    assert hint(at=AT, real_at=AT) == []


def test_quiet_hours_hold(queue: Queue, dana: Person) -> None:
    queue(dana, due_at=NIGHT)

    assert hint(at=NIGHT, real_at=AT) == []


def test_what_is_bound_to_its_minute_is_not_held(queue: Queue, dana: Person) -> None:
    delivery = queue(dana, due_at=NIGHT, kind=Kind.SYNC_SOON)

    assert hint(at=NIGHT, real_at=AT) == [delivery.pk]


def test_equal_times_mean_no_quiet_hours(queue: Queue, dana: Person) -> None:
    dana.quiet_from = dana.quiet_until
    dana.save(update_fields=["quiet_from"])
    delivery = queue(dana, due_at=NIGHT)

    assert hint(at=NIGHT, real_at=AT) == [delivery.pk]


def test_nothing_overtakes_a_morning_that_is_still_to_be_planned(queue: Queue, dana: Person) -> None:
    Morning.objects.create(person=dana)
    queue(dana)

    assert hint(at=AT, real_at=AT) == []
