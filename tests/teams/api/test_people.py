from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from teams.models import AuditEvent, Person
from tests.conftest import ApiFactory
from tests.factories import PersonFactory

PEOPLE = "/api/v1/people/"
MAYA = {
    "email": "maya.okafor@acme.example",
    "name": "Maya Okafor",
    "time_zone": "Europe/Berlin",
    "role": "member",
    "working_days": ["monday", "tuesday", "wednesday", "thursday", "friday"],
    "quiet_hours": {"from": "19:00", "until": "08:00"},
    "away_until": None,
    "delegate": None,
    "is_active": True,
}
NOOR = {"email": "Noor@acme.example", "name": "Noor Haddad"}


def test_everybody_reads_everybody(api: ApiFactory, outsider: Person, maya: Person) -> None:
    assert api(outsider, "read").get(f"{PEOPLE}MAYA.okafor@acme.example/").json() == MAYA


def test_people_are_listed_by_address(api: ApiFactory, maya: Person, lena: Person) -> None:
    listed = api(maya, "read").get(PEOPLE).json()["results"]

    assert [person["email"] for person in listed] == ["lena.brandt@acme.example", "maya.okafor@acme.example"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=brandt", ["lena"]),
        ("q=ADA.", ["ada"]),
        ("team=sales", ["lena", "tomas"]),
        ("role=administrator", ["ada"]),
        ("is_active=false", ["gone"]),
        ("team=sales&q=lind", ["tomas"]),
    ],
)
def test_people_are_filtered(
    api: ApiFactory, admin: Person, tomas: Person, lena: Person, query: str, expected: list[str]
) -> None:
    PersonFactory.create(name="Gone", is_active=False)
    listed = api(admin).get(f"{PEOPLE}?{query}").json()["results"]

    assert [person["email"].split(".")[0].split("@")[0] for person in listed] == expected


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_however_long(
    api: ApiFactory, maya: Person, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = api(maya)
    client.get("/api/v1/me/")  # notes the use of the token for this minute
    PersonFactory.create_batch(count, delegate=maya)

    with django_assert_num_queries(3):  # the token, its use, the list
        client.get(PEOPLE)


def test_an_administrator_adds_somebody(api: ApiFactory, admin: Person) -> None:
    response = api(admin, "admin").post(
        PEOPLE,
        NOOR | {"quiet_hours": {"from": "20:30", "until": "07:00:00"}, "working_days": ["sunday", "monday"]},
    )

    assert response.status_code == 201
    assert response.json() == MAYA | {
        "email": "noor@acme.example",
        "name": "Noor Haddad",
        "quiet_hours": {"from": "20:30", "until": "07:00"},
        "working_days": ["monday", "sunday"],
    }


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"name": "Noor"}, 400, "email"),
        (NOOR | {"email": "noor"}, 400, "email"),
        (NOOR | {"role": "emperor"}, 400, "role"),
        (NOOR | {"name": ""}, 400, "name"),
        (NOOR | {"working_days": ["funday"]}, 400, "working_days.0"),
        (NOOR | {"away_until": "2027-13-01"}, 400, "away_until"),
        (NOOR | {"password": "secret"}, 400, "password"),
        (NOOR | {"working_days": []}, 422, "working_days"),
        (NOOR | {"time_zone": "Mars"}, 422, "time_zone"),
        (NOOR | {"delegate": "x@acme.example"}, 422, "delegate"),
        (NOOR | {"email": "ada.admin@acme.example"}, 422, "email"),
        (NOOR | {"away_until": "0001-01-01"}, 422, "away_until"),
    ],
)
def test_what_cannot_be_added_names_its_field(
    api: ApiFactory, admin: Person, body: dict[str, Any], status: int, field: str
) -> None:
    response = api(admin, "admin").post(PEOPLE, body)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (status, [field])
    assert not AuditEvent.objects.filter(kind="person_added").exists()


def test_a_part_of_somebody_changes_alone(api: ApiFactory, admin: Person, maya: Person) -> None:
    response = api(admin, "admin").patch(f"{PEOPLE}{maya.email}/", {"quiet_hours": {"from": "21:00"}})

    assert response.json() == MAYA | {"quiet_hours": {"from": "21:00", "until": "08:00"}}


@pytest.mark.parametrize("method", ["post", "patch"])
def test_only_administrators_change_people(api: ApiFactory, maya: Person, tomas: Person, method: str) -> None:
    """A member holds no token of the scope, and their session no right."""
    address = PEOPLE if method == "post" else f"{PEOPLE}{tomas.email}/"
    client = api(maya)
    by_token = getattr(client, method)(address, NOOR)
    client.credentials()
    client.force_login(maya)
    by_session = getattr(client, method)(address, NOOR)

    assert (by_token.status_code, by_session.status_code) == (403, 403)
    assert not Person.objects.filter(email="noor@acme.example").exists()


def test_the_last_administrator_stays(api: ApiFactory, admin: Person) -> None:
    response = api(admin, "admin").patch(f"{PEOPLE}{admin.email}/", {"role": "member"})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "last_administrator")


# One's own


def test_me_is_who_calls_and_when(api: ApiFactory, maya: Person) -> None:
    answer = api(maya, "read").get("/api/v1/me/").json()

    mine = MAYA | {"theme": "system", "language": "", "has_single_keys": True}
    assert (answer | {"now": None}, answer["now"][-1]) == (mine | {"now": None}, "Z")


def test_what_my_pages_are_like_is_mine_to_change(api: ApiFactory, maya: Person) -> None:
    answer = api(maya).patch("/api/v1/me/", {"theme": "dark", "language": "de", "has_single_keys": False}).json()

    assert (answer["theme"], answer["language"], answer["has_single_keys"]) == ("dark", "de", False)


def test_everybody_keeps_their_own_hours(api: ApiFactory, maya: Person, tomas: Person) -> None:
    response = api(maya).patch("/api/v1/me/", {"away_until": "2027-03-05", "delegate": tomas.email.upper()})

    assert (response.status_code, response.json()["away_until"], response.json()["delegate"]) == (
        200,
        "2027-03-05",
        "tomas.lindqvist@acme.example",
    )


@pytest.mark.parametrize("body", [{"role": "administrator"}, {"is_active": False}, {"email": "m@acme.example"}])
def test_nobody_promotes_themselves(api: ApiFactory, maya: Person, body: dict[str, Any]) -> None:
    assert api(maya).patch("/api/v1/me/", body).status_code == 400
