from datetime import timedelta

import pytest

from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState
from reminders.models import Attempt, Delivery, Endpoint
from reminders.operations.attempts import Moment, claim, refuse
from reminders.operations.audit import audit_deliveries
from reminders.operations.deliver import deliver
from reminders.operations.endpoints import EndpointStoppedError
from reminders.operations.retries import DeliveryNotOverError, retry
from teams.domain.errors import ForbiddenError
from teams.models import AuditEvent, Person
from tests.factories import AT
from tests.reminders.operations.conftest import Queue
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=3)


def ended(delivery: Delivery, state: DeliveryState, **also: object) -> Delivery:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, reason="As it was.", **also)
    return Delivery.objects.get(pk=delivery.pk)


@pytest.mark.parametrize(
    "state", [DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.EXPIRED, DeliveryState.SKIPPED]
)
def test_what_ended_without_arriving_waits_again_for_the_life_of_its_kind(
    queue: Queue, dana: Person, admin: Person, state: DeliveryState
) -> None:
    delivery = retry(actor=admin, at=LATER, delivery=ended(queue(dana), state))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.due_at, delivery.expires_at) == ("queued", LATER, LATER + timedelta(days=1))
    assert (delivery.retried_at, delivery.retried_by, delivery.reason) == (LATER, admin, "As it was.")
    assert audit_deliveries().differences == ()


@pytest.mark.parametrize(
    "state", [DeliveryState.QUEUED, DeliveryState.SUPERSEDED]
)  # what was sent or is under way is told apart in the same way
def test_nothing_else_does(queue: Queue, dana: Person, admin: Person, state: DeliveryState) -> None:
    delivery = ended(queue(dana), state)
    with pytest.raises(DeliveryNotOverError):
        retry(actor=admin, at=LATER, delivery=delivery)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.retried_at) == (state, None)
    assert not AuditEvent.objects.exists()


def test_it_leaves(queue: Queue, dana: Person, admin: Person, sink: SmtpSink) -> None:
    """Though its reminders were out of date by then."""
    delivery = ended(queue(dana), DeliveryState.EXPIRED)
    at = AT + timedelta(days=8)
    retry(actor=admin, at=at, delivery=delivery)
    deliver(ids=[delivery.pk], now=Moment(at=at, real_at=at))

    delivery.refresh_from_db()
    assert (delivery.state, [mail["To"] for mail in sink.mails]) == ("sent", [dana.email])


def test_the_last_look_still_decides(queue: Queue, dana: Person, admin: Person, sink: SmtpSink) -> None:
    delivery = ended(queue(dana), DeliveryState.FAILED)
    retry(actor=admin, at=LATER, delivery=delivery)
    Person.objects.filter(pk=dana.pk).update(is_active=False)
    deliver(ids=[delivery.pk], now=Moment(at=LATER, real_at=LATER))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason, sink.mails) == ("skipped", "the account is closed", [])


def test_its_attempts_until_then_count_no_more(queue: Queue, dana: Person, admin: Person) -> None:
    delivery = ended(queue(dana), DeliveryState.FAILED, attempts=5)
    for number in range(1, 6):
        Attempt.objects.create(
            delivery=delivery, number=number, lease="12345678123456781234567812345678", started_at=AT, ended_at=AT
        )
    retry(actor=admin, at=LATER, delivery=delivery)
    now = Moment(at=LATER, real_at=LATER)
    refuse(claim(ids=[delivery.pk], channels=[Channel.EMAIL], now=now), reason="Not now.", now=now)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.attempts_before) == ("queued", 6, 5)
    assert audit_deliveries().differences == ()


def test_the_history_of_the_organisation_keeps_it(queue: Queue, dana: Person, admin: Person) -> None:
    delivery = ended(queue(dana), DeliveryState.UNCERTAIN)
    retry(actor=admin, at=LATER, delivery=delivery)

    event = AuditEvent.objects.get()
    assert (event.kind, event.actor, event.at) == ("delivery_retried", admin, LATER)
    assert event.data == {"delivery": delivery.pk, "kind": "due_soon", "channel": "email", "was": "uncertain"}


def test_only_administrators_say_so(queue: Queue, dana: Person, executive: Person) -> None:
    delivery = ended(queue(dana), DeliveryState.FAILED)
    with pytest.raises(ForbiddenError):
        retry(actor=executive, at=LATER, delivery=delivery)

    delivery.refresh_from_db()
    assert delivery.state == "failed"


def test_what_goes_to_a_stopped_endpoint_is_not_tried(admin: Person) -> None:
    endpoint = Endpoint.objects.create(
        channel=Channel.SLACK,
        name="Product",
        person=admin,
        sealed_url="-",
        host="hooks.slack.com",
        created_by=admin,
        created_at=AT,
        stopped_at=AT,
        stopped_why="Ada Admin stopped it.",
    )
    delivery = Delivery.objects.create(
        dedupe_key="slack|1",
        channel=Channel.SLACK,
        endpoint=endpoint,
        kind="test",
        planned_at=AT,
        due_at=AT,
        expires_at=LATER,
        state=DeliveryState.FAILED,
    )
    with pytest.raises(EndpointStoppedError, match=r"Product is stopped\. Start it first\."):
        retry(actor=admin, at=LATER, delivery=delivery)
