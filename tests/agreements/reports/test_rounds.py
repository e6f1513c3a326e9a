from datetime import UTC, date, datetime

import pytest

from agreements.models import Agreement
from agreements.reports.rounds import open_round
from teams.models import Person
from tests.factories import AgreementFactory, CadenceFactory, HolidayFactory, PersonFactory, SyncFactory


@pytest.fixture
def agreement(db: None) -> Agreement:
    """In force in Berlin since Monday 1 February 2027, 10:00."""
    return AgreementFactory.create(is_active=True)


@pytest.fixture
def biweekly(agreement: Agreement) -> Agreement:
    """With syncs on 15 and 29 March at 09:00 UTC."""
    cadence = CadenceFactory.create(agreement=agreement)
    for day in (15, 29):
        SyncFactory.create(cadence=cadence, slot_on=date(2027, 3, day))
    return agreement


@pytest.fixture
def dana(db: None) -> Person:
    """Her morning, 08:30 in Berlin, is 07:30 UTC in winter."""
    return PersonFactory.create(name="Dana", time_zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("at", "round_on"),
    [
        (datetime(2027, 3, 10, 7, 29, 59, tzinfo=UTC), None),
        (datetime(2027, 3, 10, 7, 30, tzinfo=UTC), date(2027, 3, 15)),
        (datetime(2027, 3, 15, 8, 59, 59, tzinfo=UTC), date(2027, 3, 15)),
        (datetime(2027, 3, 15, 9, 0, tzinfo=UTC), None),
        (datetime(2027, 3, 24, 7, 30, tzinfo=UTC), date(2027, 3, 29)),
        (datetime(2027, 4, 30, 9, 0, tzinfo=UTC), None),
    ],
)
def test_a_round_runs_from_three_working_days_before_a_sync_to_its_start(
    biweekly: Agreement, dana: Person, at: datetime, round_on: date | None
) -> None:
    assert open_round(agreement=biweekly, person=dana, at=at) == round_on


def test_a_round_opens_on_the_morning_where_the_person_is(biweekly: Agreement) -> None:
    akiko = PersonFactory.create(name="Akiko", time_zone="Asia/Tokyo")
    at = datetime(2027, 3, 9, 23, 30, tzinfo=UTC)  # 08:30 on the 10th in Tokyo
    assert open_round(agreement=biweekly, person=akiko, at=at) == date(2027, 3, 15)


def test_a_holiday_before_the_sync_opens_its_round_earlier(biweekly: Agreement, dana: Person) -> None:
    HolidayFactory.create(on=date(2027, 3, 12))
    at = datetime(2027, 3, 9, 7, 30, tzinfo=UTC)
    assert open_round(agreement=biweekly, person=dana, at=at) == date(2027, 3, 15)


def test_a_moved_sync_keeps_the_name_of_its_round(agreement: Agreement, dana: Person) -> None:
    SyncFactory.create(
        cadence=CadenceFactory.create(agreement=agreement),
        slot_on=date(2027, 3, 15),
        starts_at=datetime(2027, 3, 16, 9, 0, tzinfo=UTC),
    )
    at = datetime(2027, 3, 15, 12, 0, tzinfo=UTC)
    assert open_round(agreement=agreement, person=dana, at=at) == date(2027, 3, 15)


@pytest.mark.parametrize(
    ("at", "round_on"),
    [
        (datetime(2027, 2, 14, 12, 0, tzinfo=UTC), None),
        (datetime(2027, 2, 15, 7, 29, 59, tzinfo=UTC), None),
        (datetime(2027, 2, 15, 7, 30, tzinfo=UTC), date(2027, 2, 15)),
        (datetime(2027, 2, 18, 22, 59, 59, tzinfo=UTC), date(2027, 2, 15)),
        (datetime(2027, 2, 18, 23, 0, tzinfo=UTC), None),
        (datetime(2027, 3, 1, 9, 0, tzinfo=UTC), date(2027, 3, 1)),
    ],
)
def test_without_a_cadence_a_round_opens_every_fortnight_from_activation(
    agreement: Agreement, dana: Person, at: datetime, round_on: date | None
) -> None:
    assert open_round(agreement=agreement, person=dana, at=at) == round_on
