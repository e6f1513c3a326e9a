from django.test import Client

from teams.models import CalendarFeed, Person
from tests.visits import sent

PAGE = "/settings/calendar/"


def test_an_address_is_shown_once(client: Client, maya: Person) -> None:
    answer = sent(client, maya, PAGE, {"name": "Phone"})

    address = answer.context["address"]
    assert address.endswith(".ics")
    assert address in answer.text
    assert address not in client.get(PAGE).text
    assert "Phone" in client.get(PAGE).text


def test_an_address_without_a_name_is_not_made(client: Client, maya: Person) -> None:
    assert sent(client, maya, PAGE, {"name": ""}).status_code == 422
    assert not CalendarFeed.objects.exists()


def test_an_address_is_ended_by_its_person_alone(client: Client, maya: Person, tomas: Person) -> None:
    address = sent(client, maya, PAGE, {"name": "Phone"}).context["address"]
    end = f"{PAGE}{CalendarFeed.objects.get().pk}/revocation/"

    assert sent(client, tomas, end).status_code == 404
    assert client.get(address).status_code == 200
    sent(client, maya, end)
    assert client.get(address).status_code == 404
