"""Setting up where messages go: by whom, to which hosts, and what stays sealed."""

from datetime import datetime

import pytest
from cryptography.fernet import Fernet
from pytest_django.fixtures import Settings

from agreements.models import Event
from reminders.domain.channels import Channel
from reminders.models import Delivery, Endpoint
from reminders.operations.endpoints import (
    EndpointAtWorkError,
    EndpointDraft,
    EndpointStoppedError,
    add_endpoint,
    edit_webhook,
    remove_endpoint,
    reseal_all,
    rotate_secret,
    send_test,
    start_endpoint,
    stop_endpoint,
)
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import AuditEvent, Person, Team
from teams.operations.sealing import unseal

SLACK = "https://hooks.slack.com/services/T0/B0/key"
TEAMS = "https://default1.23.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/1"
ANYWHERE = "https://hooks.example.org/in"


def draft(channel: Channel = Channel.SLACK, url: str = SLACK, **more: object) -> EndpointDraft:
    return EndpointDraft(channel=channel, name="There", url=url, **more)  # type: ignore[arg-type]  # a test's own words


def test_an_address_is_kept_sealed_and_known_by_its_host(maya: Person, at: datetime) -> None:
    endpoint, secret = add_endpoint(actor=maya, at=at, draft=draft())

    assert (endpoint.person, endpoint.host, secret) == (maya, "hooks.slack.com", "")
    assert "key" not in endpoint.sealed_url
    assert unseal(endpoint.sealed_url) == SLACK


def test_history_says_who_added_it_and_nothing_of_the_address(maya: Person, at: datetime) -> None:
    add_endpoint(actor=maya, at=at, draft=draft())

    event = AuditEvent.objects.get(kind="endpoint_added")
    assert (event.actor, event.data["host"]) == (maya, "hooks.slack.com")
    assert "key" not in str(event.data)


def test_a_webhook_begins_with_what_happens_from_now_on(admin: Person, at: datetime) -> None:
    endpoint, secret = add_endpoint(actor=admin, at=at, draft=draft(Channel.WEBHOOK, ANYWHERE))

    assert secret.startswith("whsec_")
    assert unseal(endpoint.sealed_secret) == secret
    assert endpoint.told_until == (Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)


@pytest.mark.parametrize(
    ("channel", "url", "says"),
    [
        (Channel.SLACK, ANYWHERE, "hooks.slack.com"),
        (Channel.SLACK, "http://hooks.slack.com/services/T0/B0/key", "https://"),
        (Channel.TEAMS, SLACK, "powerplatform.com"),
        (Channel.TEAMS, "https://environment.api.powerplatform.com.example.org/", "powerplatform.com"),
    ],
)
def test_a_conversation_is_at_the_hosts_of_its_channel(
    channel: Channel, url: str, says: str, maya: Person, at: datetime
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        add_endpoint(actor=maya, at=at, draft=draft(channel, url))

    assert says in refused.value.fields["url"][0]
    assert not Endpoint.objects.exists()


def test_a_workflow_of_teams_is_taken(maya: Person, at: datetime) -> None:
    endpoint, _ = add_endpoint(actor=maya, at=at, draft=draft(Channel.TEAMS, TEAMS))

    assert endpoint.host == "default1.23.environment.api.powerplatform.com"


def test_a_webhook_is_refused_inside_of_a_network(admin: Person, at: datetime) -> None:
    with pytest.raises(InvalidValueError, match="not a number"):
        add_endpoint(actor=admin, at=at, draft=draft(Channel.WEBHOOK, "https://169.254.169.254/"))


def test_a_webhook_is_told_of_events_that_there_are(admin: Person, at: datetime) -> None:
    with pytest.raises(InvalidValueError) as refused:
        add_endpoint(actor=admin, at=at, draft=draft(Channel.WEBHOOK, ANYWHERE, events=["signed", "sung"]))

    assert refused.value.fields == {"events": ["There is no event called sung."]}


def test_webhooks_are_the_administrators_work(maya: Person, at: datetime) -> None:
    with pytest.raises(ForbiddenError):
        add_endpoint(actor=maya, at=at, draft=draft(Channel.WEBHOOK, ANYWHERE))


def test_a_team_s_conversation_is_kept_by_who_leads_it(
    maya: Person, dana: Person, tomas: Person, product: Team, at: datetime
) -> None:
    endpoint, _ = add_endpoint(actor=maya, at=at, draft=draft(team=product))

    assert (endpoint.team, endpoint.person) == (product, None)
    for other in (dana, tomas):
        with pytest.raises(ForbiddenError):
            add_endpoint(actor=other, at=at, draft=draft(team=product))
        with pytest.raises(ForbiddenError):
            stop_endpoint(actor=other, at=at, endpoint=endpoint)


def test_nobody_else_touches_one_s_own(maya: Person, tomas: Person, admin: Person, at: datetime) -> None:
    endpoint, _ = add_endpoint(actor=maya, at=at, draft=draft())

    for other in (tomas, admin):
        for act in (stop_endpoint, start_endpoint, remove_endpoint, rotate_secret, send_test):
            with pytest.raises(ForbiddenError):
                act(actor=other, at=at, endpoint=endpoint)


def test_what_is_stopped_can_be_started_again(maya: Person, at: datetime) -> None:
    endpoint, _ = add_endpoint(actor=maya, at=at, draft=draft())
    stopped = stop_endpoint(actor=maya, at=at, endpoint=endpoint)
    assert (stopped.stopped_at, stopped.stopped_why) == (at, "Maya Okafor stopped it.")
    with pytest.raises(EndpointStoppedError):
        send_test(actor=maya, at=at, endpoint=endpoint)

    assert start_endpoint(actor=maya, at=at, endpoint=endpoint).stopped_at is None
    with pytest.raises(EndpointAtWorkError):
        start_endpoint(actor=maya, at=at, endpoint=endpoint)


def test_a_new_secret_takes_the_place_of_the_old(admin: Person, at: datetime) -> None:
    endpoint, old = add_endpoint(actor=admin, at=at, draft=draft(Channel.WEBHOOK, ANYWHERE))
    changed, new = rotate_secret(actor=admin, at=at, endpoint=endpoint)

    assert new != old
    assert unseal(changed.sealed_secret) == new


def test_a_conversation_has_no_secret(maya: Person, at: datetime) -> None:
    endpoint, _ = add_endpoint(actor=maya, at=at, draft=draft())

    with pytest.raises(ForbiddenError):
        rotate_secret(actor=maya, at=at, endpoint=endpoint)


def test_a_webhook_is_renamed_without_its_address_being_known(admin: Person, at: datetime) -> None:
    endpoint, _ = add_endpoint(actor=admin, at=at, draft=draft(Channel.WEBHOOK, ANYWHERE))
    edited = edit_webhook(actor=admin, at=at, endpoint=endpoint, name="Else", events=["signed"])

    assert (edited.name, edited.events, unseal(edited.sealed_url)) == ("Else", ["signed"], ANYWHERE)


def test_every_test_is_a_message_of_its_own(maya: Person, at: datetime) -> None:
    endpoint, _ = add_endpoint(actor=maya, at=at, draft=draft())
    send_test(actor=maya, at=at, endpoint=endpoint)
    send_test(actor=maya, at=at, endpoint=endpoint)

    assert Delivery.objects.filter(endpoint=endpoint, kind="test", state="queued").count() == 2


def test_a_removed_one_takes_its_address_along(maya: Person, at: datetime) -> None:
    endpoint, _ = add_endpoint(actor=maya, at=at, draft=draft())
    remove_endpoint(actor=maya, at=at, endpoint=endpoint)

    assert not Endpoint.objects.exists()


def test_only_ten_of_one_holder(maya: Person, at: datetime) -> None:
    for _ in range(10):
        add_endpoint(actor=maya, at=at, draft=draft())

    with pytest.raises(InvalidValueError, match="10"):
        add_endpoint(actor=maya, at=at, draft=draft())


def test_another_key_takes_the_place_of_the_old(admin: Person, at: datetime, settings: Settings) -> None:
    old, new = settings.SEALING_KEYS[0], Fernet.generate_key().decode()
    endpoint, secret = add_endpoint(actor=admin, at=at, draft=draft(Channel.WEBHOOK, ANYWHERE))
    settings.SEALING_KEYS = [new, old]

    assert reseal_all() == 1
    settings.SEALING_KEYS = [new]
    endpoint.refresh_from_db()
    assert (unseal(endpoint.sealed_url), unseal(endpoint.sealed_secret)) == (ANYWHERE, secret)
