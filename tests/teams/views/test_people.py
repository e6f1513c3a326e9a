from django.test import Client

from teams.models import Invitation, Person
from tests.visits import sent

NEW = {"name": "Nia New", "email": "nia@acme.example", "role": "member", "time_zone": "Europe/Berlin"}


def test_an_administrator_invites_somebody(client: Client, admin: Person) -> None:
    sent(client, admin, "/settings/people/new/", NEW | {"act": "invite"})

    assert Invitation.objects.get().person.email == "nia@acme.example"


def test_an_administrator_adds_somebody_without_an_invitation(client: Client, admin: Person) -> None:
    sent(client, admin, "/settings/people/new/", NEW | {"act": "add"})

    assert Person.objects.get(email="nia@acme.example").is_active
    assert not Invitation.objects.exists()


def test_an_address_that_is_here_is_refused_at_its_field(client: Client, admin: Person, maya: Person) -> None:
    answer = sent(client, admin, "/settings/people/new/", NEW | {"email": maya.email, "act": "add"})

    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors


def test_an_administrator_changes_somebody(client: Client, admin: Person, maya: Person) -> None:
    values = {"name": "Maya O.", "email": maya.email, "role": "executive", "time_zone": "UTC", "is_active": "on"}

    sent(client, admin, f"/settings/people/{maya.pk}/", values)

    maya.refresh_from_db()
    assert (maya.name, maya.role, maya.is_active) == ("Maya O.", "executive", True)


def test_an_administrator_closes_an_account(client: Client, admin: Person, maya: Person) -> None:
    sent(client, admin, f"/settings/people/{maya.pk}/deactivation/")

    maya.refresh_from_db()
    assert not maya.is_active


def test_the_last_administrator_stays(client: Client, admin: Person) -> None:
    answer = sent(client, admin, f"/settings/people/{admin.pk}/deactivation/")

    assert answer.status_code == 409
    assert "is the last administrator" in answer.text


def test_somebody_without_a_password_is_invited_again(client: Client, admin: Person, maya: Person) -> None:
    sent(client, admin, f"/settings/people/{maya.pk}/invitation/")

    assert Invitation.objects.get().person == maya


def test_people_are_found_by_name(client: Client, admin: Person, maya: Person) -> None:
    client.force_login(admin)

    people = client.get("/settings/people/?q=maya").context["page"]

    assert list(people) == [maya]
