"""What was taken away comes back by the button of the toast: an ordinary press, with its own entry in history."""

import pytest
from django.test import Client

from teams.models import AuditEvent, Holiday, Membership, Person, Priority
from tests.factories import HolidayFactory
from tests.visits import press_undo, sent


def test_a_holiday_comes_back(client: Client, admin: Person) -> None:
    holiday = HolidayFactory.create(name="Tag der Arbeit & mehr")
    sent(client, admin, f"/settings/holidays/{holiday.pk}/removal/")

    assert press_undo(client, client.get("/settings/holidays/").text) == 302
    assert Holiday.objects.get().name == "Tag der Arbeit & mehr"
    assert list(AuditEvent.objects.order_by("number").values_list("kind", flat=True)) == [
        "holiday_removed",
        "holiday_added",
    ]


def test_a_member_comes_back_in_their_role(client: Client, admin: Person, maya: Person) -> None:
    membership = Membership.objects.get(person=maya)
    sent(client, admin, f"/settings/teams/product/members/{membership.pk}/removal/")

    press_undo(client, client.get("/settings/teams/product/").text)

    assert Membership.objects.get(person=maya).role == "lead"


def test_a_priority_comes_back_to_its_place(client: Client, admin: Person) -> None:
    grow, _ = (Priority.objects.create(name=name, position=place) for place, name in enumerate(("Grow", "Hold")))
    sent(client, admin, f"/settings/priorities/{grow.pk}/removal/")

    press_undo(client, client.get("/settings/priorities/").text)

    assert list(Priority.objects.order_by("position").values_list("name", flat=True)) == ["Grow", "Hold"]


def test_an_account_is_closed_on_a_page_that_says_what_follows(client: Client, admin: Person, maya: Person) -> None:
    client.force_login(admin)
    page = client.get(f"/settings/people/{maya.pk}/deactivation/")

    assert (page.status_code, Person.objects.get(pk=maya.pk).is_active) == (200, True)
    assert "Close the account of Maya Okafor" in page.text


@pytest.mark.parametrize("words", ["Ada Admin", "mailto:"])
def test_who_is_turned_away_learns_who_can_add_them(client: Client, maya: Person, admin: Person, words: str) -> None:
    client.force_login(maya)

    assert words in client.get("/settings/people/").text
