import pytest

from reminders.models import Reminder
from reminders.operations.inbox import mark_read
from teams.models import Person
from tests.factories import AT
from tests.reminders.operations.conftest import Queue

pytestmark = pytest.mark.django_db


def test_one_is_marked(queue: Queue, dana: Person) -> None:
    one, other = queue(dana, name="a").reminders.get(), queue(dana, name="b").reminders.get()
    mark_read(actor=dana, at=AT, reminders=[one.pk])

    assert list(Reminder.objects.unread()) == [other]


def test_all_are_marked(queue: Queue, dana: Person) -> None:
    for name in "ab":
        queue(dana, name=name)

    assert mark_read(actor=dana, at=AT) == 2


def test_the_first_reading_stays(queue: Queue, dana: Person) -> None:
    queue(dana)
    mark_read(actor=dana, at=AT)

    assert mark_read(actor=dana, at=AT) == 0


def test_nobody_marks_what_others_were_told(queue: Queue, dana: Person, lena: Person) -> None:
    reminder = queue(dana).reminders.get()

    assert mark_read(actor=lena, at=AT, reminders=[reminder.pk]) == 0
