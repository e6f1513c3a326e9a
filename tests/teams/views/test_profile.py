import re
from datetime import date

import pytest
from django.test import Client

from teams.models import Person
from tests.visits import sent

PASSWORD = "long enough to be nobody's"


PROFILE = {
    "name": "Maya Okafor",
    "time_zone": "Asia/Kolkata",
    "working_days": ["0", "1", "2", "3"],
    "quiet_from": "18:30",
    "quiet_until": "08:00",
}


@pytest.fixture
def with_password(maya: Person) -> Person:
    maya.set_password(PASSWORD)
    maya.save()
    return maya


def test_a_person_keeps_their_own_hours(client: Client, maya: Person, tomas: Person) -> None:
    sent(client, maya, "/settings/profile/", PROFILE | {"delegate": tomas.pk, "away_until": "2027-03-05"})

    maya.refresh_from_db()
    assert (maya.time_zone, maya.working_days, maya.delegate) == ("Asia/Kolkata", [0, 1, 2, 3], tomas)
    assert maya.away_until == date(2027, 3, 5)


def test_a_week_without_a_working_day_is_refused_at_its_field(client: Client, maya: Person) -> None:
    answer = sent(client, maya, "/settings/profile/", PROFILE | {"working_days": []})

    assert answer.status_code == 422
    assert "working_days" in answer.context["form"].errors


def test_the_password_changes_and_the_session_stays(client: Client, with_password: Person) -> None:
    sent(client, with_password, "/settings/password/", {"current": PASSWORD, "password": "quite another sentence"})

    assert client.get("/settings/profile/").status_code == 200
    with_password.refresh_from_db()
    assert with_password.check_password("quite another sentence")


@pytest.mark.parametrize(
    ("current", "password", "field"),
    [("not mine", "quite another sentence", "current"), (PASSWORD, "short", "password")],
)
def test_a_password_is_refused_at_its_field(
    client: Client, with_password: Person, current: str, password: str, field: str
) -> None:
    answer = sent(client, with_password, "/settings/password/", {"current": current, "password": password})

    assert answer.status_code == 422
    assert list(answer.context["password"].errors) == [field]


def test_a_person_chooses_their_theme_and_their_language(client: Client, maya: Person) -> None:
    sent(client, maya, "/settings/appearance/", {"theme": "dark", "language": "de"})

    maya.refresh_from_db()
    assert (maya.theme, maya.language) == ("dark", "de")
    assert 'data-theme="dark"' in client.get("/settings/").text


def test_single_keys_are_turned_off_on_every_page(client: Client, maya: Person) -> None:
    sent(client, maya, "/settings/keyboard/", {})

    assert 'data-keys="off"' in client.get("/settings/keyboard/").text


def test_the_menu_holds_each_page_once_and_marks_the_current_one(client: Client, admin: Person) -> None:
    client.force_login(admin)

    page = client.get("/settings/people/").text
    menu = page[page.index('<nav class="settings-menu"') : page.index("</nav>", page.index("settings-menu"))]
    addresses = re.findall(r'href="([^"]+)"', menu)

    assert len(addresses) == len(set(addresses))
    assert re.findall(r'href="([^"]+)"\s+aria-current="page"', menu) == ["/settings/people/"]


def test_a_member_is_offered_only_their_own_pages(client: Client, maya: Person) -> None:
    client.force_login(maya)

    assert "/settings/people/" not in client.get("/settings/").text
