import pytest
from django.test import Client

from teams.clock import real_now
from teams.models import Invitation, Organisation, Person
from teams.operations.people import issue_invitation_token, open_invitation
from tests.factories import PersonFactory

PASSWORD = "long enough to be nobody's"


@pytest.fixture
def newcomer(organisation: Organisation) -> tuple[Person, str]:
    """Somebody who holds the link of an open invitation."""
    person = PersonFactory.create(name="Nia New", is_active=False)
    return person, issue_invitation_token(invitation=open_invitation(person=person, at=real_now()))


def test_opening_an_invitation_changes_nothing(client: Client, newcomer: tuple[Person, str]) -> None:
    _, token = newcomer

    answer = client.get(f"/invitation/{token}/")

    assert "Welcome, Nia" in answer.text
    assert Invitation.objects.get().accepted_at is None


def test_an_invitation_sets_a_password_and_leads_to_the_door(client: Client, newcomer: tuple[Person, str]) -> None:
    person, token = newcomer

    answer = client.post(f"/invitation/{token}/", {"password": PASSWORD})

    person.refresh_from_db()
    assert answer.headers["Location"] == "/sign-in/"
    assert (person.is_active, person.check_password(PASSWORD)) == (True, True)


def test_a_weak_password_is_refused_at_its_field(client: Client, newcomer: tuple[Person, str]) -> None:
    answer = client.post(f"/invitation/{newcomer[1]}/", {"password": "short"})

    assert answer.status_code == 422
    assert "password" in answer.context["form"].errors


def test_an_invitation_opens_once(client: Client, newcomer: tuple[Person, str]) -> None:
    client.post(f"/invitation/{newcomer[1]}/", {"password": PASSWORD})

    answer = client.get(f"/invitation/{newcomer[1]}/")

    assert answer.status_code == 404
    assert "Ask an administrator" in answer.text
