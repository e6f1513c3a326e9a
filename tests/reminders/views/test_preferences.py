import pytest
from django.test import Client

from reminders.domain.channels import Channel
from reminders.domain.topics import Topic
from reminders.models import Endpoint, Preference
from reminders.operations.preferences import set_preferences
from teams.models import Person, Team
from tests.factories import AT

pytestmark = pytest.mark.django_db

OWN, TEAM, ALL = "/settings/mail/", "/settings/teams/product/mail/", "/settings/organisation/mail/"


def page(client: Client, person: Person, address: str) -> str:
    client.force_login(person)
    return " ".join(client.get(address).content.decode().split())


def said() -> list[tuple[str, str, bool]]:
    return list(Preference.objects.values_list("topic", "channel", "is_wanted"))


def test_it_says_what_applies_and_why(client: Client, dana: Person, maya: Person, product: Team) -> None:
    set_preferences(actor=maya, at=AT, of=product, words={(Topic.DRIFT, Channel.EMAIL): False})
    found = page(client, dana, OWN)

    assert "As your team Product says: no" in found
    assert "As usual: yes" in found
    assert "Quiet from 19:00 to 08:00." in found


def test_only_channels_that_lead_to_them_are_shown(client: Client, dana: Person) -> None:
    assert "dates-slack" not in page(client, dana, OWN)


def test_a_conversation_of_theirs_is_a_column(client: Client, dana: Person) -> None:
    Endpoint.objects.create(
        channel=Channel.SLACK,
        name="Me",
        person=dana,
        sealed_url="x",
        host="hooks.slack.com",
        created_by=dana,
        created_at=AT,
    )

    assert "dates-slack" in page(client, dana, OWN)


def test_saving_says_it(client: Client, dana: Person) -> None:
    client.force_login(dana)
    answer = client.post(OWN, {"dates-email": "no", "drift-email": "yes"})

    assert (answer.status_code, answer.headers["Location"]) == (302, OWN)
    assert sorted(said()) == [("dates", "email", False), ("drift", "email", True)]


def test_saving_takes_back(client: Client, dana: Person) -> None:
    set_preferences(actor=dana, at=AT, of=dana, words={(Topic.DATES, Channel.EMAIL): False})
    client.force_login(dana)
    client.post(OWN, {"dates-email": ""})

    assert said() == []


def test_another_word_is_refused(client: Client, dana: Person) -> None:
    client.force_login(dana)

    assert client.post(OWN, {"dates-email": "perhaps"}).status_code == 422
    assert said() == []


def test_a_lead_finds_their_team(client: Client, maya: Person) -> None:
    assert TEAM in page(client, maya, OWN)


def test_an_administrator_finds_everybody(client: Client, admin: Person) -> None:
    assert ALL in page(client, admin, OWN)


def test_a_member_finds_neither(client: Client, dana: Person) -> None:
    found = page(client, dana, OWN)

    assert TEAM not in found
    assert ALL not in found


@pytest.mark.parametrize("who", ["maya", "admin"])
def test_leads_and_administrators_speak_for_a_team(client: Client, maya: Person, admin: Person, who: str) -> None:
    client.force_login({"maya": maya, "admin": admin}[who])
    client.post(TEAM, {"dates-email": "no"})

    assert said() == [("dates", "email", False)]


def test_administrators_speak_for_everybody(client: Client, admin: Person) -> None:
    client.force_login(admin)
    client.post(ALL, {"summaries-teams": "no"})

    assert said() == [("summaries", "teams", False)]


@pytest.mark.parametrize("address", [TEAM, ALL])
def test_others_do_not(client: Client, dana: Person, product: Team, address: str) -> None:
    client.force_login(dana)

    assert [client.get(address).status_code, client.post(address, {"dates-email": "no"}).status_code] == [403, 403]
    assert said() == []


def test_no_such_team(client: Client, admin: Person) -> None:
    client.force_login(admin)

    assert client.get("/settings/teams/nowhere/mail/").status_code == 404


@pytest.mark.parametrize("address", [OWN, TEAM, ALL])
def test_signed_out_leads_to_the_door(client: Client, product: Team, address: str) -> None:
    assert client.get(address).headers["Location"].startswith("/sign-in/")
