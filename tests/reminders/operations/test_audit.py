import uuid

import pytest

from reminders.models import Delivery, Reminder
from reminders.operations.attempts import Moment
from reminders.operations.audit import audit_deliveries
from reminders.operations.deliver import deliver
from teams.models import Person
from tests.factories import AT
from tests.reminders.operations.conftest import Queue
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db


def test_everything_adds_up(queue: Queue, dana: Person, lena: Person, sink: SmtpSink) -> None:
    queue(lena)
    deliver(ids=[queue(dana).pk], now=Moment(at=AT, real_at=AT))

    audit = audit_deliveries()
    assert (audit.planned, audit.states["sent"], audit.states["queued"], audit.differences) == (2, 1, 1, ())


def test_a_reminder_without_delivery_is_named(queue: Queue, dana: Person) -> None:
    queue(dana).delete()

    assert audit_deliveries().differences == ("1 reminders have no delivery.",)


def test_a_delivery_without_reminder_is_named(queue: Queue, dana: Person) -> None:
    queue(dana)
    Reminder.objects.all().delete()

    assert audit_deliveries().differences == ("1 deliveries carry no reminder.",)


def test_an_uncounted_attempt_is_named(queue: Queue, dana: Person) -> None:
    delivery = queue(dana)
    Delivery.objects.filter(pk=delivery.pk).update(attempts=1)

    assert audit_deliveries().differences == ("1 deliveries have another number of attempts than they count.",)


def test_an_attempt_left_open_is_named(queue: Queue, dana: Person) -> None:
    delivery = queue(dana)
    Delivery.objects.filter(pk=delivery.pk).update(attempts=1)
    delivery.tries.create(number=1, lease=uuid.uuid4(), started_at=AT)

    assert audit_deliveries().differences == ("1 attempts never ended, and nobody holds their lease.",)


def test_an_unknown_state_is_named(queue: Queue, dana: Person) -> None:
    queue(dana)
    Delivery.objects.update(state="lost")

    assert audit_deliveries().differences == ("1 deliveries were planned, 0 are in a known state.",)
