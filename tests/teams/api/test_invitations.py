import pytest

from teams.models import Invitation, Person
from tests.conftest import ApiFactory

INVITATIONS = "/api/v1/invitations/"
NOOR = {"email": "noor@acme.example", "name": "Noor Haddad", "role": "executive"}


def test_an_administrator_invites_by_mail(api: ApiFactory, admin: Person) -> None:
    client = api(admin, "admin")
    made = client.post(INVITATIONS, NOOR)

    invitation = Invitation.objects.get()
    assert (made.status_code, made.json()["person"], made.json()["invited_by"]) == (201, NOOR["email"], admin.email)
    assert (invitation.person.is_active, invitation.person.role, invitation.digest) == (False, "executive", None)
    assert client.get(INVITATIONS).json()["results"] == [made.json()]


def test_who_has_a_password_is_not_invited(api: ApiFactory, admin: Person, maya: Person) -> None:
    maya.set_password("sail the long way round")
    maya.save()
    response = api(admin, "admin").post(INVITATIONS, NOOR | {"email": maya.email})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "already_signed_up")


@pytest.mark.parametrize("method", ["get", "post"])
def test_invitations_are_the_administrators(api: ApiFactory, executive: Person, method: str) -> None:
    client = api(executive)
    client.credentials()
    client.force_login(executive)

    assert getattr(client, method)(INVITATIONS, NOOR).status_code == 403
    assert not Invitation.objects.exists()
