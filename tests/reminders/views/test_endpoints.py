"""The pages of channels and webhooks: who sees which, what each button does, and what is shown once."""

from datetime import datetime

import pytest
from django.test import Client

from reminders.domain.channels import Channel
from reminders.models import Delivery, Endpoint
from reminders.operations.endpoints import EndpointDraft, add_endpoint
from teams.models import Person, Team
from teams.operations.sealing import unseal
from tests.visits import queries, sent

OWN = "/settings/channels/"
WEBHOOKS = "/settings/webhooks/"
SLACK = "https://hooks.slack.com/services/T0/B0/key"
ANYWHERE = "https://hooks.example.org/in/key"


def slack(actor: Person, at: datetime, *, team: Team | None = None) -> Endpoint:
    draft = EndpointDraft(channel=Channel.SLACK, name="Somewhere", url=SLACK, team=team)
    return add_endpoint(actor=actor, at=at, draft=draft)[0]


@pytest.fixture
def webhook(admin: Person, at: datetime) -> Endpoint:
    draft = EndpointDraft(channel=Channel.WEBHOOK, name="Warehouse", url=ANYWHERE)
    return add_endpoint(actor=admin, at=at, draft=draft)[0]


def test_a_conversation_is_added_and_its_address_never_shown(client: Client, maya: Person) -> None:
    answer = sent(client, maya, OWN, {"channel": "slack", "name": "Mine", "url": SLACK})

    assert answer.status_code == 302
    assert Endpoint.objects.get().person == maya
    assert "Mine" in client.get(OWN).text
    assert "services/T0" not in client.get(OWN).text


def test_an_address_elsewhere_is_refused_at_its_field(client: Client, maya: Person) -> None:
    answer = sent(client, maya, OWN, {"channel": "slack", "name": "Mine", "url": "https://example.org/"})

    assert answer.status_code == 422
    assert "Its host has to be hooks.slack.com" in answer.text


def test_a_team_s_page_is_there_for_who_leads_it(
    client: Client, maya: Person, dana: Person, admin: Person, product: Team
) -> None:
    page = f"/settings/teams/{product.slug}/channels/"
    sent(client, maya, page, {"channel": "slack", "name": "Ours", "url": SLACK})

    assert Endpoint.objects.get().team == product
    assert "Ours" in client.get(page).text
    assert page in client.get(OWN).text
    for other in (dana, admin):
        client.force_login(other)
        assert client.get(page).status_code == 403


@pytest.mark.parametrize("act", ["test", "stop", "start", "removal"])
def test_another_s_is_as_if_it_were_not_there(
    act: str, client: Client, maya: Person, tomas: Person, admin: Person, product: Team, at: datetime
) -> None:
    own, ours = slack(maya, at), slack(maya, at, team=product)

    for other in (tomas, admin):
        for endpoint in (own, ours):
            assert sent(client, other, f"{OWN}{endpoint.pk}/{act}/").status_code == 404
    assert Endpoint.objects.filter(stopped_at=None).count() == 2


def test_each_button_does_what_it_says(client: Client, maya: Person, at: datetime) -> None:
    endpoint = slack(maya, at)

    assert "on its way" in client.get(sent(client, maya, f"{OWN}{endpoint.pk}/test/").url).text
    assert Delivery.objects.filter(endpoint=endpoint, kind="test").count() == 1
    assert "stopped" in client.get(sent(client, maya, f"{OWN}{endpoint.pk}/stop/").url).text
    sent(client, maya, f"{OWN}{endpoint.pk}/start/")
    assert Endpoint.objects.at_work().count() == 1
    sent(client, maya, f"{OWN}{endpoint.pk}/removal/")
    assert not Endpoint.objects.exists()


def test_a_webhook_s_secret_is_shown_once(client: Client, admin: Person) -> None:
    answer = sent(client, admin, WEBHOOKS, {"name": "Warehouse", "url": ANYWHERE, "events": ["delivered"]})

    secret = answer.context["secret"]
    endpoint = Endpoint.objects.get()
    assert unseal(endpoint.sealed_secret) == secret
    assert secret in answer.text
    for page in (WEBHOOKS, f"{WEBHOOKS}{endpoint.pk}/"):
        assert secret not in client.get(page).text
        assert "/in/key" not in client.get(page).text


def test_a_new_secret_is_shown_once(client: Client, admin: Person, webhook: Endpoint) -> None:
    answer = sent(client, admin, f"{WEBHOOKS}{webhook.pk}/secret/")

    webhook.refresh_from_db()
    assert unseal(webhook.sealed_secret) in answer.text


def test_a_webhook_is_changed_and_keeps_its_address(client: Client, admin: Person, webhook: Endpoint) -> None:
    page = f"{WEBHOOKS}{webhook.pk}/"
    assert sent(client, admin, page, {"name": "Else", "url": "", "events": ["signed"]}).status_code == 302

    webhook.refresh_from_db()
    assert (webhook.name, webhook.events, unseal(webhook.sealed_url)) == ("Else", ["signed"], ANYWHERE)


def test_webhooks_are_for_administrators(client: Client, maya: Person, webhook: Endpoint) -> None:
    client.force_login(maya)

    for page in (WEBHOOKS, f"{WEBHOOKS}{webhook.pk}/"):
        assert client.get(page).status_code == 403
    assert sent(client, maya, f"{WEBHOOKS}{webhook.pk}/secret/").status_code == 403


def test_what_was_not_taken_is_tried_again(client: Client, admin: Person, webhook: Endpoint, at: datetime) -> None:
    sent(client, admin, f"{OWN}{webhook.pk}/test/")
    Delivery.objects.update(state="failed", reason="The answer was 500")
    delivery = Delivery.objects.get()
    page = f"{WEBHOOKS}{webhook.pk}/"
    assert "The answer was 500" in client.get(page).text

    sent(client, admin, f"{page}deliveries/{delivery.pk}/retry/")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.retried_by) == ("queued", admin)


def test_a_message_of_another_webhook_is_not_retried_from_here(
    client: Client, admin: Person, maya: Person, webhook: Endpoint, at: datetime
) -> None:
    own = slack(maya, at)
    sent(client, maya, f"{OWN}{own.pk}/test/")
    delivery = Delivery.objects.get()

    for pk in (webhook.pk, own.pk):
        assert sent(client, admin, f"{WEBHOOKS}{pk}/deliveries/{delivery.pk}/retry/").status_code == 404


def test_more_rows_cost_no_more_queries(client: Client, admin: Person, webhook: Endpoint, at: datetime) -> None:
    client.force_login(admin)
    sent(client, admin, f"{OWN}{webhook.pk}/test/")
    slack(admin, at)
    before = [queries(client, page) for page in (OWN, WEBHOOKS, f"{WEBHOOKS}{webhook.pk}/")]
    for _ in range(2):
        slack(admin, at)
        sent(client, admin, f"{OWN}{webhook.pk}/test/")

    assert [queries(client, page) for page in (OWN, WEBHOOKS, f"{WEBHOOKS}{webhook.pk}/")] == before
