from datetime import timedelta

import pytest

from reminders.domain.deliveries import DeliveryState
from reminders.models import Delivery
from reminders.operations.bundle import bundle, expire
from teams.models import Person
from tests.factories import AT
from tests.reminders.operations.conftest import Queue

pytestmark = pytest.mark.django_db


def test_what_is_out_of_time_expires(queue: Queue, dana: Person) -> None:
    delivery = queue(dana)
    expire(at=AT + timedelta(days=1))
    delivery.refresh_from_db()

    assert delivery.state == DeliveryState.EXPIRED


def test_what_has_time_left_stays(queue: Queue, dana: Person) -> None:
    queue(dana)

    assert expire(at=AT + timedelta(hours=23)) == 0


def test_four_mails_to_one_person_become_one(queue: Queue, dana: Person) -> None:
    for name in "abcd":
        queue(dana, name=name)
    bundle(at=AT)

    one = Delivery.objects.queued().get()
    assert (one.kind, one.reminders.count()) == ("digest", 4)


def test_those_that_joined_say_so(queue: Queue, dana: Person) -> None:
    for name in "abcd":
        queue(dana, name=name)
    bundle(at=AT)

    assert Delivery.objects.filter(state=DeliveryState.SUPERSEDED).count() == 4


def test_three_stay_apart(queue: Queue, dana: Person) -> None:
    for name in "abc":
        queue(dana, name=name)

    assert bundle(at=AT) == 0


def test_two_of_whom_one_was_left_behind_become_one(queue: Queue, dana: Person) -> None:
    queue(dana, name="a", due_at=AT - timedelta(hours=2))
    queue(dana, name="b")

    assert bundle(at=AT) == 1


def test_bundling_twice_is_bundling_once(queue: Queue, dana: Person) -> None:
    for name in "abcd":
        queue(dana, name=name)
    bundle(at=AT)

    assert bundle(at=AT) == 0


def test_two_people_get_two(queue: Queue, dana: Person, lena: Person) -> None:
    for name in "ab":
        queue(dana, name=name, due_at=AT - timedelta(hours=2))
        queue(lena, name=name, due_at=AT - timedelta(hours=2))
    bundle(at=AT)

    assert Delivery.objects.queued().count() == 2
