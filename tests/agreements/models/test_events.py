from functools import partial
from hashlib import sha256

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import ProtectedError

from agreements.models import Agreement, Event
from teams.models import AuditEvent, EventBase
from tests.factories import AT, AgreementFactory, PersonFactory
from tests.races import ROUNDS, race

pytestmark = pytest.mark.django_db


def add(agreement: Agreement, **data: object) -> Event:
    return Event.objects.create(agreement=agreement, kind="edited", actor=None, at=AT, data=data)


@pytest.fixture
def agreement() -> Agreement:
    return AgreementFactory.create()


@pytest.fixture(params=[Event, AuditEvent])
def history(request: pytest.FixtureRequest, agreement: Agreement) -> type[EventBase]:
    """A table of history with one entry."""
    add(agreement)
    AuditEvent.objects.create(kind="team_added", actor=None, at=AT)
    table: type[EventBase] = request.param
    return table


def test_no_entry_is_changed(history: type[EventBase]) -> None:
    with pytest.raises(ProgrammingError, match="Cannot update rows"), transaction.atomic():
        history._default_manager.update(kind="accepted")


def test_no_entry_is_deleted(history: type[EventBase]) -> None:
    with pytest.raises(ProgrammingError, match="Cannot delete rows"), transaction.atomic():
        history._default_manager.all().delete()


def test_no_table_of_entries_is_emptied(history: type[EventBase]) -> None:
    connection.check_constraints()  # what is still to be checked would stop it before the trigger does
    with (
        pytest.raises(ProgrammingError, match="Cannot truncate rows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {history._meta.db_table} CASCADE")


def test_entries_are_numbered_within_their_agreement(agreement: Agreement) -> None:
    add(AgreementFactory.create())
    for _ in range(3):
        add(agreement)
    assert list(agreement.events.order_by("pk").values_list("number", flat=True)) == [1, 2, 3]


def test_each_entry_names_the_hash_of_the_one_before(agreement: Agreement) -> None:
    for _ in range(2):
        add(agreement)
    first, second = agreement.events.order_by("number")
    assert (first.previous_hash, second.previous_hash) == ("", first.hash)


def test_the_hash_seals_what_the_entry_says(agreement: Agreement) -> None:
    person = PersonFactory.create()
    Event.objects.create(agreement=agreement, kind="signed", actor=person, at=AT, data={"version": 1})
    event = agreement.events.get()
    sealed = f'|1|1803891600000000|{person.pk}|signed|{{"version": 1}}'
    assert event.hash == sha256(sealed.encode()).hexdigest()


def test_no_hash_is_brought_along(agreement: Agreement) -> None:
    event = Event.objects.create(agreement=agreement, kind="edited", at=AT, number=9, hash="0" * 64)
    event.refresh_from_db()
    assert (event.number, event.hash == "0" * 64) == (1, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", ROUNDS)
def test_entries_added_at_once_form_one_chain(round_of: int) -> None:
    agreement = AgreementFactory.create()
    race(*(partial(add, agreement, place=place) for place in range(3)))
    events = agreement.events.order_by("number")
    chain = [("", events[0].hash), (events[0].hash, events[1].hash), (events[1].hash, events[2].hash)]
    assert [(event.previous_hash, event.hash) for event in events] == chain


def test_a_person_with_history_stays(agreement: Agreement) -> None:
    person = PersonFactory.create()
    Event.objects.create(agreement=agreement, kind="signed", actor=person, at=AT)
    with pytest.raises(ProtectedError):
        person.delete()
