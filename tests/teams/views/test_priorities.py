import pytest
from django.test import Client

from teams.models import Person, Priority
from tests.visits import queries, sent


@pytest.fixture
def two(admin: Person) -> list[Priority]:
    return [Priority.objects.create(name=name, position=place) for place, name in enumerate(("Grow", "Hold"))]


def names() -> list[str]:
    return list(Priority.objects.order_by("position").values_list("name", flat=True))


def test_a_priority_is_added(client: Client, admin: Person) -> None:
    sent(client, admin, "/settings/priorities/", {"name": "Grow"})

    assert names() == ["Grow"]


def test_a_priority_moves_up_without_script(client: Client, admin: Person, two: list[Priority]) -> None:
    sent(client, admin, f"/settings/priorities/{two[1].pk}/move/", {"step": "up"})

    assert names() == ["Hold", "Grow"]


def test_a_priority_is_renamed(client: Client, admin: Person, two: list[Priority]) -> None:
    sent(client, admin, f"/settings/priorities/{two[0].pk}/", {"name": "Grow slowly"})

    assert names() == ["Grow slowly", "Hold"]


def test_a_removal_offers_to_take_it_back(client: Client, admin: Person, two: list[Priority]) -> None:
    sent(client, admin, f"/settings/priorities/{two[0].pk}/removal/")

    assert names() == ["Hold"]


def test_a_name_twice_is_refused_at_its_field(client: Client, admin: Person, two: list[Priority]) -> None:
    answer = sent(client, admin, "/settings/priorities/", {"name": "hold"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])


def test_members_do_not_keep_priorities(client: Client, maya: Person) -> None:
    client.force_login(maya)

    assert client.get("/settings/priorities/").status_code == 403


def test_the_page_costs_the_same_however_many_there_are(client: Client, admin: Person) -> None:
    client.force_login(admin)
    Priority.objects.create(name="Grow")
    one = queries(client, "/settings/priorities/")
    Priority.objects.bulk_create([Priority(name=f"More {place}", position=place) for place in (1, 2)])

    assert queries(client, "/settings/priorities/") == one
