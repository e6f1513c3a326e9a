import pytest
from django.test import Client

from teams.models import Organisation, Person

MINE = ["/settings/", "/settings/tokens/", "/teams/"]


ADMINISTRATORS = [
    "/settings/organisation/",
    "/settings/people/",
    "/settings/people/new/",
    "/settings/teams/",
    "/settings/holidays/",
    "/settings/drift/",
]


@pytest.mark.parametrize("address", MINE)
def test_everybody_opens_their_own_pages(client: Client, maya: Person, address: str) -> None:
    client.force_login(maya)

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ADMINISTRATORS)
def test_administrators_open_theirs(client: Client, admin: Person, address: str) -> None:
    client.force_login(admin)

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ADMINISTRATORS)
def test_others_read_why_not(client: Client, maya: Person, address: str) -> None:
    client.force_login(maya)

    answer = client.get(address)

    assert answer.status_code == 403
    assert "Only administrators of the organisation can do this." in answer.text


@pytest.mark.parametrize("address", [*MINE, *ADMINISTRATORS])
def test_who_is_signed_out_goes_to_the_door(client: Client, organisation: Organisation, address: str) -> None:
    assert client.get(address).headers["Location"] == f"/sign-in/?next={address}"
