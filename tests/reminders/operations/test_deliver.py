from datetime import datetime, timedelta

import pytest

from agreements.models import DriftFlag
from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState, Ending
from reminders.models import Attempt
from reminders.operations.attempts import Moment, claim
from reminders.operations.deliver import deliver
from reminders.operations.sweep import sweep_leases
from teams.models import Person
from tests.factories import AT, DriftFlagFactory
from tests.reminders.conftest import Deal
from tests.reminders.operations.conftest import Queue
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db

NOW = Moment(at=AT, real_at=AT)


def later(**ahead: float) -> Moment:
    return Moment(at=AT + timedelta(**ahead), real_at=AT + timedelta(**ahead))


def test_a_mail_is_sent_and_marked(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    delivery = queue(dana)
    deliver(ids=[delivery.pk], now=NOW)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.sent_at, delivery.attempts, len(sink.mails)) == (DeliveryState.SENT, AT, 1, 1)


def test_its_attempt_tells_the_story(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    deliver(ids=[queue(dana).pk], now=NOW)

    tried = Attempt.objects.get()
    assert (tried.number, tried.ending, tried.handed_over_at, tried.ended_at) == (1, Ending.SENT, AT, AT)


def test_a_mail_carries_its_number_and_a_stable_identity(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    delivery = queue(dana)
    deliver(ids=[delivery.pk], now=NOW)

    mail = sink.mails[0]
    assert (mail["X-Delivery-Id"], mail["Message-ID"].endswith("@127.0.0.1>"), mail["To"]) == (
        str(delivery.pk),
        True,
        "dana.whitfield@acme.example",
    )


def test_delivering_twice_sends_once(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    delivery = queue(dana)
    deliver(ids=[delivery.pk], now=NOW)
    deliver(ids=[delivery.pk], now=NOW)

    assert len(sink.mails) == 1


def test_who_comes_second_claims_nothing(queue: Queue, dana: Person) -> None:
    delivery = queue(dana)
    claim(ids=[delivery.pk], channels=[Channel.EMAIL], now=NOW)

    assert claim(ids=[delivery.pk], channels=[Channel.EMAIL], now=NOW) == []


@pytest.mark.parametrize("at", [AT - timedelta(minutes=1), AT + timedelta(days=1)])
def test_what_is_not_due_or_out_of_time_is_not_claimed(queue: Queue, dana: Person, at: datetime) -> None:
    delivery = queue(dana)

    assert claim(ids=[delivery.pk], channels=[Channel.EMAIL], now=Moment(at=at, real_at=AT)) == []


def test_one_connection_carries_all_of_a_batch(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    ids = [queue(dana, name=name).pk for name in "ab"]

    assert deliver(ids=ids, now=NOW) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": "delivered", "delivered_at": AT}, "the commitment is delivered"),
        ({"due_on": datetime(2027, 3, 20).date()}, "its date was moved"),
    ],
)
def test_a_last_look_skips_what_no_longer_holds(
    queue: Queue, deal: Deal, dana: Person, sink: SmtpSink, change: dict[str, object], reason: str
) -> None:
    delivery = queue(dana)
    type(deal.commitment).objects.filter(pk=deal.commitment.pk).update(**change)
    deliver(ids=[delivery.pk], now=NOW)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.reason, sink.mails) == (DeliveryState.SKIPPED, reason, [])


def test_a_leaver_gets_no_mail(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    delivery = queue(dana)
    Person.objects.filter(pk=dana.pk).update(is_active=False)
    deliver(ids=[delivery.pk], now=NOW)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.reason) == (DeliveryState.SKIPPED, "the account is closed")


def test_a_refusal_is_tried_again_later(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    sink.mode = "refuse"
    delivery = queue(dana)
    deliver(ids=[delivery.pk], now=NOW)
    delivery.refresh_from_db()

    assert (delivery.state, "451" in delivery.reason, delivery.next_attempt_at is not None) == (
        DeliveryState.QUEUED,
        True,
        True,
    )


def test_a_relay_that_is_away_is_a_refusal(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    sink.close_door()
    delivery = queue(dana)
    deliver(ids=[delivery.pk], now=NOW)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.handovers) == (DeliveryState.QUEUED, 0)


def test_five_refusals_end_it(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    sink.mode = "refuse"
    delivery = queue(dana)
    for attempt in range(6):
        deliver(ids=[delivery.pk], now=later(hours=attempt))
    delivery.refresh_from_db()

    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 5)


def test_a_dropped_connection_leads_to_one_extra_copy(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    sink.mode = "drop"
    delivery = queue(dana)
    for attempt in range(4):
        deliver(ids=[delivery.pk], now=later(minutes=10 * attempt))
    delivery.refresh_from_db()

    assert (delivery.state, len(sink.mails), delivery.handovers) == (DeliveryState.UNCERTAIN, 2, 2)


def test_the_extra_copy_is_the_same_mail(queue: Queue, dana: Person, sink: SmtpSink) -> None:
    sink.mode = "drop"
    delivery = queue(dana)
    deliver(ids=[delivery.pk], now=NOW)
    sink.mode = "accept"
    deliver(ids=[delivery.pk], now=later(minutes=10))

    first, second = sink.mails
    assert (first["Message-ID"], first["X-Delivery-Id"]) == (second["Message-ID"], second["X-Delivery-Id"])


def test_a_worker_that_lost_its_lease_sends_nothing(
    queue: Queue, dana: Person, sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It froze between claim and hand-over; meanwhile the sweep gave its mail to another, which sent it."""
    delivery = queue(dana)

    def frozen(name: str) -> None:
        if name == "worker.before_handover":
            monkeypatch.setattr("reminders.failpoints.reach", lambda name: None)
            sweep_leases(at=AT, real_at=AT + timedelta(minutes=2))
            deliver(ids=[delivery.pk], now=later(minutes=2))

    monkeypatch.setattr("reminders.failpoints.reach", frozen)

    assert (deliver(ids=[delivery.pk], now=NOW), len(sink.mails)) == (0, 1)


def test_one_that_cannot_be_rendered_holds_up_nobody(queue: Queue, dana: Person, lena: Person, sink: SmtpSink) -> None:
    poison, good = queue(lena), queue(dana)
    Person.objects.filter(pk=lena.pk).update(time_zone="Mars/Base")
    type(poison.reminders.get()).objects.filter(recipient=lena).update(kind="flag_owner", flag=_flag(lena))
    deliver(ids=[good.pk, poison.pk], now=NOW)
    poison.refresh_from_db()

    assert (len(sink.mails), poison.state, poison.reason.split(":")[0]) == (1, DeliveryState.QUEUED, "UnknownZoneError")


def _flag(person: Person) -> DriftFlag:
    return DriftFlagFactory.create(first_told=person, rule="off_track")


def test_an_address_that_is_none_is_refused_before_anything_is_handed_over(
    queue: Queue, dana: Person, sink: SmtpSink
) -> None:
    Person.objects.filter(pk=dana.pk).update(email="no address")
    delivery = queue(dana)
    deliver(ids=[delivery.pk], now=NOW)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.handovers) == (DeliveryState.QUEUED, 0)
