from django.test import Client

from teams.models import ApiToken, Person
from tests.visits import sent


def test_a_token_is_shown_once(client: Client, maya: Person) -> None:
    answer = sent(client, maya, "/settings/tokens/", {"name": "Bridge", "scope": "read", "days": "30"})

    plain = answer.context["plain"]
    assert plain in answer.text
    assert plain not in client.get("/settings/tokens/").text


def test_only_administrators_are_offered_the_widest_token(client: Client, maya: Person) -> None:
    answer = sent(client, maya, "/settings/tokens/", {"name": "Bridge", "scope": "admin", "days": "30"})

    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_by_its_person_alone(client: Client, maya: Person, tomas: Person) -> None:
    sent(client, maya, "/settings/tokens/", {"name": "Bridge", "scope": "read", "days": "30"})
    token = ApiToken.objects.get()

    assert sent(client, tomas, f"/settings/tokens/{token.pk}/revocation/").status_code == 404
    sent(client, maya, f"/settings/tokens/{token.pk}/revocation/")
    token.refresh_from_db()
    assert token.revoked_at is not None
