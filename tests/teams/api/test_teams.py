from typing import Any

import pytest

from teams.models import Membership, Person, Team
from tests.conftest import ApiFactory
from tests.factories import TeamFactory

TEAMS = "/api/v1/teams/"
LEGAL = {"slug": "legal", "name": "Legal", "parent": None, "time_zone": "Europe/Berlin"}


def test_everybody_reads_teams(api: ApiFactory, outsider: Person, product: Team, sales: Team) -> None:
    client = api(outsider, "read")
    TeamFactory.create(name="Growth", parent=product)

    assert [team["slug"] for team in client.get(TEAMS).json()["results"]] == ["growth", "product", "sales"]
    assert client.get(f"{TEAMS}growth/").json()["parent"] == "product"


@pytest.mark.parametrize(("query", "expected"), [("q=SAL", ["sales"]), ("parent=product", ["growth"])])
def test_teams_are_filtered(
    api: ApiFactory, maya: Person, product: Team, sales: Team, query: str, expected: list[str]
) -> None:
    TeamFactory.create(name="Growth", parent=product)
    listed = api(maya).get(f"{TEAMS}?{query}").json()["results"]

    assert [team["slug"] for team in listed] == expected


def test_an_administrator_adds_and_moves_a_team(api: ApiFactory, admin: Person, product: Team) -> None:
    client = api(admin, "admin")
    made = client.post(TEAMS, {"slug": "legal", "name": "Legal"})
    moved = client.patch(f"{TEAMS}legal/", {"parent": "product"})

    assert (made.status_code, made.json()) == (201, LEGAL)
    assert (moved.status_code, moved.json()) == (200, LEGAL | {"parent": "product"})


@pytest.mark.parametrize(
    ("body", "status"),
    [({"parent": "product"}, 409), ({"parent": "nothing"}, 422), ({"slug": "no slug"}, 400), ({"slug": "sales"}, 422)],
)
def test_what_a_team_cannot_be_is_refused(
    api: ApiFactory, admin: Person, product: Team, sales: Team, body: dict[str, Any], status: int
) -> None:
    assert api(admin, "admin").patch(f"{TEAMS}product/", body).status_code == status


def test_members_come_and_go(api: ApiFactory, admin: Person, lena: Person) -> None:
    client = api(admin, "admin")
    made = client.post(f"{TEAMS}sales/members/", {"person": lena.email, "role": "lead"})
    everybody = client.get(f"{TEAMS}sales/members/").json()["results"]
    listed = client.get(f"{TEAMS}sales/members/?role=lead").json()["results"]
    gone = client.delete(f"{TEAMS}sales/members/{lena.email}/")

    assert (made.status_code, made.json()) == (201, {"person": lena.email, "role": "lead"})
    assert everybody == listed
    assert (listed, gone.status_code, gone.content) == ([{"person": lena.email, "role": "lead"}], 204, b"")
    assert not Membership.objects.exists()


def test_a_member_of_another_team_is_not_found(api: ApiFactory, admin: Person, maya: Person, sales: Team) -> None:
    assert api(admin, "admin").delete(f"{TEAMS}sales/members/{maya.email}/").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", ""),
        ("patch", "sales/"),
        ("post", "sales/members/"),
        ("delete", "sales/members/tomas.lindqvist@acme.example/"),
    ],
)
def test_only_administrators_shape_teams(api: ApiFactory, tomas: Person, method: str, path: str) -> None:
    client = api(tomas)
    client.credentials()
    client.force_login(tomas)
    body = {"person": tomas.email} if "members" in path else {"slug": "mine", "name": "Mine"}
    response = getattr(client, method)(f"{TEAMS}{path}", body)

    assert (response.status_code, response.json()["error"]["code"]) == (403, "forbidden")
    assert Membership.objects.count() == 1
