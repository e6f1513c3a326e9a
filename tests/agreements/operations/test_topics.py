from datetime import datetime, timedelta

import pytest

from agreements.models import Agreement, Topic
from agreements.operations.locks import NotActiveError
from agreements.operations.topics import TopicClosedError, add_topic, remove_topic
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import entry, refused

LATER = timedelta(hours=1)


@pytest.fixture
def topic(launch: Agreement, dana: Person, at: datetime) -> Topic:
    return add_topic(actor=dana, at=at, agreement=launch, text=" Who tells the pilots? ", minutes=8)


def test_a_topic_is_put_on_the_agenda(launch: Agreement, topic: Topic, dana: Person, at: datetime) -> None:
    topic.refresh_from_db()

    assert (topic.text, topic.minutes, topic.added_by, topic.added_at) == ("Who tells the pilots?", 8, dana, at)
    assert entry(launch, "topic_added").data == {"topic": topic.pk, "text": "Who tells the pilots?", "minutes": 8}


@pytest.mark.parametrize(
    ("text", "minutes", "field"), [(" ", 5, "text"), ("x" * 241, 5, "text"), ("x", 0, "minutes"), ("x", 121, "minutes")]
)
def test_it_has_words_and_takes_a_minute(
    launch: Agreement, dana: Person, at: datetime, text: str, minutes: int, field: str
) -> None:
    with refused(InvalidValueError, launch) as refusal:
        add_topic(actor=dana, at=at, agreement=launch, text=text, minutes=minutes)
    assert list(refusal.value.fields) == [field]


def test_the_parties_make_the_agenda(launch: Agreement, topic: Topic, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, launch):
        add_topic(actor=outsider, at=at, agreement=launch, text="x")
    with refused(ForbiddenError, topic):
        remove_topic(actor=outsider, at=at, topic=topic)


def test_what_is_not_in_force_has_no_agenda(launch: Agreement, dana: Person, at: datetime) -> None:
    Agreement.objects.filter(pk=launch.pk).update(state="completed", closed_at=at)
    with refused(NotActiveError, launch):
        add_topic(actor=dana, at=at, agreement=launch, text="x")


def test_a_topic_is_taken_off_once_and_stays_in_the_history(
    launch: Agreement, topic: Topic, lena: Person, at: datetime
) -> None:
    remove_topic(actor=lena, at=at + LATER, topic=topic)
    topic.refresh_from_db()

    assert topic.closed_at == at + LATER
    assert entry(launch, "topic_removed").data["text"] == "Who tells the pilots?"
    with refused(TopicClosedError, topic):
        remove_topic(actor=lena, at=at + LATER, topic=topic)
