from typing import Any

import pytest

from teams.models import Holiday, Organisation, Person
from tests.conftest import ApiFactory
from tests.factories import HolidayFactory

ORGANISATION = "/api/v1/organisation/"
HOLIDAYS = "/api/v1/holidays/"
ACME = {
    "name": "Acme",
    "time_zone": "Europe/Berlin",
    "thresholds": {},
    "sync_every_weeks": 2,
    "sync_weekday": "tuesday",
    "sync_time": "10:00",
    "sync_minutes": 30,
}


def test_everybody_reads_the_settings(api: ApiFactory, outsider: Person) -> None:
    assert api(outsider, "read").get(ORGANISATION).json() == ACME


def test_an_administrator_changes_them(api: ApiFactory, admin: Person) -> None:
    response = api(admin, "admin").patch(ORGANISATION, {"thresholds": {"due_soon_days": 7}})

    assert (response.status_code, response.json()) == (200, ACME | {"thresholds": {"due_soon_days": 7}})


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"time_zone": "Mars"}, 422, "time_zone"),
        ({"thresholds": {"luck": 1}}, 422, "luck"),
        ({"thresholds": {"due_soon_days": "many"}}, 400, "thresholds.due_soon_days"),
        ({"thresholds": []}, 400, "thresholds"),
        ({"motto": "x"}, 400, "motto"),
    ],
)
def test_a_setting_that_cannot_be_names_its_field(
    api: ApiFactory, admin: Person, body: dict[str, Any], status: int, field: str
) -> None:
    response = api(admin, "admin").patch(ORGANISATION, body)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (status, [field])


def test_days_off_come_and_go(api: ApiFactory, admin: Person) -> None:
    client = api(admin, "admin")
    made = client.post(HOLIDAYS, {"on": "2027-12-24", "name": "Christmas Eve"})
    found = client.get(f"{HOLIDAYS}{made.json()['id']}/").json()
    gone = client.delete(f"{HOLIDAYS}{made.json()['id']}/")

    assert (made.status_code, found, gone.status_code) == (201, made.json(), 204)
    assert not Holiday.objects.exists()


def test_a_day_off_has_one_name(api: ApiFactory, admin: Person) -> None:
    holiday = HolidayFactory.create()
    response = api(admin, "admin").post(HOLIDAYS, {"on": holiday.on.isoformat(), "name": "Again"})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "holiday_exists")


@pytest.mark.parametrize(("query", "days"), [("", 2), ("?year=2027", 1), ("?year=2029", 0)])
def test_days_off_are_listed_by_year(api: ApiFactory, maya: Person, query: str, days: int) -> None:
    HolidayFactory.create(on="2027-12-24")
    HolidayFactory.create(on="2028-12-24")

    assert len(api(maya).get(f"{HOLIDAYS}{query}").json()["results"]) == days


@pytest.mark.parametrize(("method", "address"), [("patch", ORGANISATION), ("post", HOLIDAYS)])
def test_only_administrators_set_the_organisation(
    api: ApiFactory, executive: Person, method: str, address: str
) -> None:
    client = api(executive)
    client.credentials()
    client.force_login(executive)
    body = {"name": "Mine"} if method == "patch" else {"on": "2027-12-24", "name": "Mine"}

    assert getattr(client, method)(address, body).status_code == 403
    assert (Organisation.objects.get().name, Holiday.objects.count()) == ("Acme", 0)
