from datetime import date, datetime, time

import pytest

from agreements.domain.cadence import Frequency
from agreements.models import Agreement, Cadence
from agreements.operations.cadences import change_cadence
from agreements.operations.drafts import CadenceDraft
from agreements.operations.locks import NotActiveError
from agreements.operations.rotas import NoCadenceError, set_rota
from agreements.operations.syncs import start_sync
from agreements.operations.topics import add_topic
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import entry, refused
from tests.factories import AgreementFactory, CadenceFactory, SyncFactory


@pytest.fixture
def cadence(launch: Agreement) -> Cadence:
    return CadenceFactory.create(agreement=launch)


def rota(cadence: Cadence) -> list[tuple[int, str]]:
    return list(cadence.rota.order_by("position").values_list("position", "person__name"))


def test_people_take_turns_in_this_order(
    launch: Agreement, cadence: Cadence, maya: Person, tomas: Person, at: datetime
) -> None:
    set_rota(actor=maya, at=at, agreement=launch, people=[tomas])
    set_rota(actor=tomas, at=at, agreement=launch, people=[maya, tomas])

    assert rota(cadence) == [(1, "Maya Okafor"), (2, "Tomas Lindqvist")]
    assert entry(launch, "rota_set").data == {"was": ["Tomas Lindqvist"], "now": ["Maya Okafor", "Tomas Lindqvist"]}


def test_nobody_has_to(launch: Agreement, cadence: Cadence, maya: Person, at: datetime) -> None:
    set_rota(actor=maya, at=at, agreement=launch, people=[maya])
    set_rota(actor=maya, at=at, agreement=launch, people=[])

    assert rota(cadence) == []


def test_a_draft_has_its_rota_too(maya: Person, at: datetime) -> None:
    draft = AgreementFactory.create(created_by=maya)
    cadence = CadenceFactory.create(agreement=draft)
    set_rota(actor=maya, at=at, agreement=draft, people=[maya])

    assert rota(cadence) == [(1, "Maya Okafor")]


def test_each_takes_one_turn_and_is_still_there(
    launch: Agreement, cadence: Cadence, maya: Person, tomas: Person, at: datetime
) -> None:
    tomas.is_active = False
    with refused(InvalidValueError, cadence) as refusal:
        set_rota(actor=maya, at=at, agreement=launch, people=[maya, tomas, maya])
    assert refusal.value.fields == {
        "people": ["Maya Okafor is on the list twice.", "Tomas Lindqvist has left the organisation."]
    }


def test_a_rota_is_not_endless(launch: Agreement, cadence: Cadence, maya: Person, at: datetime) -> None:
    with refused(InvalidValueError, cadence) as refusal:
        set_rota(actor=maya, at=at, agreement=launch, people=[Person(pk=number) for number in range(1, 52)])
    assert refusal.value.message == "At most 50 people take turns."


def test_without_a_cadence_nobody_takes_turns(launch: Agreement, maya: Person, at: datetime) -> None:
    with refused(NoCadenceError, launch):
        set_rota(actor=maya, at=at, agreement=launch, people=[maya])


def test_who_is_no_party_says_nothing(launch: Agreement, cadence: Cadence, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, cadence):
        set_rota(actor=outsider, at=at, agreement=launch, people=[])


def test_what_is_closed_has_no_turns(launch: Agreement, cadence: Cadence, maya: Person, at: datetime) -> None:
    Agreement.objects.filter(pk=launch.pk).update(state="completed", closed_at=at)
    with refused(NotActiveError, cadence):
        set_rota(actor=maya, at=at, agreement=launch, people=[])


def test_another_cadence_keeps_turns_topics_and_the_room_that_is_open(
    launch: Agreement, cadence: Cadence, maya: Person, at: datetime
) -> None:
    """Started half an hour early, the sync of today is not replaced by those of the new cadence."""
    set_rota(actor=maya, at=at, agreement=launch, people=[maya])
    topic = add_topic(actor=maya, at=at, agreement=launch, text="Who tells the pilots?")
    soon = datetime.fromisoformat("2027-03-01T09:30:00+00:00")
    live = SyncFactory.create(cadence=cadence, number=1, slot_on=at.date(), starts_at=soon)
    SyncFactory.create(cadence=cadence, number=2, slot_on=date(2027, 3, 15))
    start_sync(actor=maya, at=at, sync=live)
    weekly = CadenceDraft(
        frequency=Frequency.WEEKLY,
        weekday=3,
        time=time(11),
        time_zone="Europe/Berlin",
        starts_on=date(2027, 3, 2),
    )
    change_cadence(agreement=launch, at=at, draft=weekly)

    assert rota(launch.cadence) == [(1, "Maya Okafor")]
    assert list(launch.topics.filter(closed_at=None)) == [topic]
    found = launch.syncs.order_by("number").values_list("number", "slot_on")
    assert list(found)[:3] == [(1, date(2027, 3, 1)), (2, date(2027, 3, 4)), (3, date(2027, 3, 11))]
