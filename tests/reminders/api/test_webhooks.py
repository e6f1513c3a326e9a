"""Webhooks and channels through the API: the same operations, and another's id is nobody's."""

from datetime import datetime

import pytest

from reminders.domain.channels import Channel
from reminders.models import Delivery, Endpoint
from reminders.operations.endpoints import EndpointDraft, add_endpoint
from teams.models import Person, Team
from teams.operations.sealing import unseal
from tests.conftest import ApiFactory

WEBHOOKS, CHANNELS = "/api/v1/webhooks/", "/api/v1/channels/"
NEW = {"name": "Warehouse", "url": "https://hooks.example.org/in/key", "events": ["delivered"]}
SLACK = {"channel": "slack", "name": "Mine", "url": "https://hooks.slack.com/services/T0/B0/key"}


def test_a_webhook_is_made_and_its_secret_told_once(api: ApiFactory, admin: Person) -> None:
    client = api(admin, "admin")
    made = client.post(WEBHOOKS, NEW)

    assert made.status_code == 201
    endpoint = Endpoint.objects.get()
    assert unseal(endpoint.sealed_secret) == made.json()["secret"]
    one = client.get(f"{WEBHOOKS}{endpoint.pk}/").json()
    assert one == {name: value for name, value in made.json().items() if name != "secret"}
    assert (one["host"], "url" in one, one["events"]) == ("hooks.example.org", False, ["delivered"])


def test_a_repeated_answer_tells_no_secret(api: ApiFactory, admin: Person) -> None:
    client = api(admin, "admin")
    client.post(WEBHOOKS, NEW, HTTP_IDEMPOTENCY_KEY="once")

    assert client.post(WEBHOOKS, NEW, HTTP_IDEMPOTENCY_KEY="once").json()["secret"] is None
    assert Endpoint.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "http://hooks.example.org/"}, "url"),
        ({"events": ["x"]}, "events"),
    ],
)
def test_a_value_that_is_not_possible_is_named(
    change: dict[str, object], field: str, api: ApiFactory, admin: Person
) -> None:
    answer = api(admin, "admin").post(WEBHOOKS, NEW | change)

    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == [field]
    assert not Endpoint.objects.exists()


def test_a_webhook_is_changed_tried_stopped_started_and_removed(api: ApiFactory, admin: Person) -> None:
    client = api(admin, "admin")
    secret = client.post(WEBHOOKS, NEW).json()["secret"]
    one = f"{WEBHOOKS}{Endpoint.objects.get().pk}/"

    assert client.patch(one, {"name": "Else"}).json()["name"] == "Else"
    assert client.post(f"{one}secret/").json()["secret"] != secret
    assert client.post(f"{one}test/").status_code == 201
    assert client.get(f"{one}deliveries/").json()["results"][0]["kind"] == "test"
    assert client.post(f"{one}stop/").json()["stopped_why"] == "Ada Admin stopped it."
    assert client.post(f"{one}test/").status_code == 409
    assert client.delete(f"{one}stop/").json()["stopped_at"] is None
    assert (client.delete(one).status_code, client.get(one).status_code) == (204, 404)


def test_webhooks_are_the_administrators_work(api: ApiFactory, admin: Person, maya: Person) -> None:
    api(admin, "admin").post(WEBHOOKS, NEW)
    pk = Endpoint.objects.get().pk

    for path in (WEBHOOKS, f"{WEBHOOKS}{pk}/", f"{WEBHOOKS}{pk}/deliveries/"):
        assert api(maya).get(path).status_code == 403
    assert api(admin, "write").post(WEBHOOKS, NEW).status_code == 403


def test_a_channel_is_one_s_own_or_that_of_a_team_one_leads(
    api: ApiFactory, maya: Person, dana: Person, product: Team
) -> None:
    assert api(maya).post(CHANNELS, SLACK).json()["team"] is None
    assert api(maya).post(CHANNELS, SLACK | {"team": product.slug}).json()["team"] == product.slug
    assert api(dana).post(CHANNELS, SLACK | {"team": product.slug}).status_code == 403

    assert len(api(maya).get(CHANNELS).json()["results"]) == 2
    assert api(dana).get(CHANNELS).json()["results"] == []


def test_another_s_id_is_nobody_s_everywhere(
    api: ApiFactory, maya: Person, tomas: Person, admin: Person, at: datetime
) -> None:
    own, _ = add_endpoint(actor=maya, at=at, draft=EndpointDraft(channel=Channel.SLACK, name="x", url=SLACK["url"]))

    for other in (api(tomas), api(admin, "admin")):
        one = f"{CHANNELS}{own.pk}/"
        assert (other.get(one).status_code, other.delete(one).status_code) == (404, 404)
        assert [other.post(f"{one}{act}/").status_code for act in ("test", "stop")] == [404, 404]
        assert other.delete(f"{one}stop/").status_code == 404
    assert api(admin, "admin").get(f"{WEBHOOKS}{own.pk}/").status_code == 404
    assert api(admin, "admin").get(f"{WEBHOOKS}{own.pk}/deliveries/").status_code == 404


def test_a_channel_is_tried_stopped_started_and_removed(api: ApiFactory, maya: Person) -> None:
    client = api(maya)
    one = f"{CHANNELS}{client.post(CHANNELS, SLACK).json()['id']}/"

    assert client.post(f"{one}test/").status_code == 201
    assert client.post(f"{one}stop/").json()["stopped_at"] is not None
    assert client.delete(f"{one}stop/").json()["stopped_at"] is None
    assert (client.delete(one).status_code, client.get(one).status_code) == (204, 404)


def test_what_had_ended_is_retried_by_administrators_alone(api: ApiFactory, admin: Person, maya: Person) -> None:
    client = api(admin, "admin")
    pk = client.post(WEBHOOKS, NEW).json()["id"]
    delivery = client.post(f"{WEBHOOKS}{pk}/test/").json()["id"]
    retry = f"/api/v1/deliveries/{delivery}/retry/"
    assert client.post(retry).json()["error"]["code"] == "delivery_not_over"

    Delivery.objects.update(state="failed")
    assert api(maya).post(retry).status_code == 403
    assert client.post(retry).json()["state"] == "queued"
    assert client.get("/api/v1/deliveries/").json()["results"][0]["endpoint"] == pk
