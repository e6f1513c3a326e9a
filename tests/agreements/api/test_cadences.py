from datetime import UTC, date, datetime

import pytest
from rest_framework.test import APIClient

from agreements.models import Agreement, Cadence, Event, Sync
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import HolidayFactory

CADENCE = "/api/v1/agreements/31/cadence/"
BODY = {
    "frequency": "weekly",
    "interval": 2,
    "weekday": "monday",
    "nth": None,
    "time": "10:00",
    "minutes": 45,
    "time_zone": "Europe/Berlin",
    "starts_on": "2027-03-02",
}


@pytest.fixture
def as_maya(api: ApiFactory, maya: Person) -> APIClient:
    return api(maya)


def test_setting_a_cadence(as_maya: APIClient, draft: Agreement) -> None:
    """From the first Monday on, at the same time on the clock when summer time begins on 28 March."""
    response = as_maya.put(CADENCE, BODY)
    said = BODY | {
        "next": [
            "2027-03-08T10:00:00+01:00",
            "2027-03-22T10:00:00+01:00",
            "2027-04-05T10:00:00+02:00",
            "2027-04-19T10:00:00+02:00",
            "2027-05-03T10:00:00+02:00",
        ]
    }

    assert (response.status_code, response.json(), as_maya.get(CADENCE).json()) == (200, said, said)


def test_what_a_cadence_need_not_say(as_maya: APIClient, draft: Agreement) -> None:
    said = as_maya.put(CADENCE, {"frequency": "monthly", "nth": -1, "weekday": "friday", "time": "16:30:00"}).json()

    assert (said["interval"], said["minutes"], said["time_zone"], said["starts_on"], said["time"]) == (
        1,
        30,
        "Europe/Berlin",
        "2027-03-01",
        "16:30",
    )
    assert said["next"][:2] == ["2027-03-26T16:30:00+01:00", "2027-04-30T16:30:00+02:00"]


def test_a_holiday_moves_one_meeting_only(as_maya: APIClient, draft: Agreement) -> None:
    HolidayFactory.create(on=date(2027, 3, 8), name="Women's day")

    assert as_maya.put(CADENCE, BODY).json()["next"][:2] == ["2027-03-09T10:00:00+01:00", "2027-03-22T10:00:00+01:00"]


def test_what_was_called_off_does_not_come(as_maya: APIClient, launch: Agreement, at: datetime) -> None:
    slot, starts_at = date(2027, 3, 15), datetime(2027, 3, 15, 9, tzinfo=UTC)
    Sync.objects.create(
        agreement=launch,
        cadence=launch.cadence,
        number=1,
        slot_on=slot,
        starts_at=starts_at,
        minutes=30,
        cancelled_at=at,
    )

    assert as_maya.get("/api/v1/agreements/32/cadence/").json()["next"][0] == "2027-03-29T10:00:00+02:00"


@pytest.mark.parametrize(
    ("change", "status", "fields"),
    [
        ({"weekday": "Monday"}, 400, {"weekday": ['"Monday" is not a valid choice.']}),
        ({"next": []}, 400, {"next": ["There is no field of this name to set."]}),
        ({"interval": 0}, 422, {"interval": ["The interval of a cadence is between 1 and 52."]}),
        ({"nth": 1}, 422, {"nth": ["A weekly cadence has no place in the month."]}),
        ({"minutes": 481}, 422, {"minutes": ["A sync lasts between 1 and 480 minutes."]}),
        ({"starts_on": "9999-12-31"}, 422, {"starts_on": ["Choose a date from 2000 to 2199."]}),
    ],
)
def test_what_is_no_cadence_is_named(
    as_maya: APIClient, draft: Agreement, change: dict[str, object], status: int, fields: dict[str, list[str]]
) -> None:
    response = as_maya.put(CADENCE, BODY | change)

    assert (response.status_code, response.json()["error"]["fields"]) == (status, fields)
    assert not Cadence.objects.exists()


def test_dropping_a_cadence(as_maya: APIClient, draft: Agreement) -> None:
    as_maya.put(CADENCE, BODY)

    assert (as_maya.delete(CADENCE).status_code, as_maya.get(CADENCE).status_code) == (204, 404)


def test_dropping_none_changes_nothing(as_maya: APIClient, draft: Agreement) -> None:
    assert (as_maya.delete(CADENCE).status_code, Event.objects.count()) == (204, 0)


def test_what_is_in_force_does_not_change(as_maya: APIClient, launch: Agreement) -> None:
    response = as_maya.put("/api/v1/agreements/32/cadence/", BODY)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_a_draft")


def test_who_is_no_party_sets_nothing(api: ApiFactory, outsider: Person, draft: Agreement) -> None:
    assert api(outsider).put(CADENCE, BODY).status_code == 403
