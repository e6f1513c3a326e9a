"""The broker forgets everything, or goes away; whatever it does, it can only delay."""

import os
from collections import Counter
from datetime import timedelta

import pytest

from reminders.models import Delivery, JobRun
from reminders.operations.audit import audit_deliveries
from teams.clock import real_now
from tests.faults.conftest import live_on
from tests.faults.nursery import Nursery
from tests.parts import Broker, wait_until
from tests.reminders.conftest import Deal
from tests.sinks import SmtpSink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults")]

AWAY = timedelta(minutes=10) if os.environ.get("HOLDFAST_LONG") else timedelta(seconds=2)


def test_a_broker_that_forgot_everything_delays_and_loses_nothing(
    monday: None, deal: Deal, nursery: Nursery, broker: Broker, relay: SmtpSink
) -> None:
    broker.celery.send_task("reminders.tasks.run", args=["plan"])
    broker.flush()
    nursery.worker()
    live_on(broker, since=real_now())

    assert_each_was_told_once(relay)


def test_a_broker_that_is_away_delays_and_loses_nothing(
    monday: None, deal: Deal, nursery: Nursery, broker: Broker, relay: SmtpSink
) -> None:
    """Workers and scheduler outlive it, and take up their work when it is back."""
    nursery.worker()
    nursery.beat(seconds=1)
    wait_until(JobRun.objects.exists)
    with broker.away(seconds=AWAY.total_seconds()):
        since = real_now()
    wait_until(lambda: JobRun.objects.filter(job="plan", started_at__gt=since).exists())
    live_on(broker, since=since)

    assert_each_was_told_once(relay)


def assert_each_was_told_once(relay: SmtpSink) -> None:
    told = Counter(mail["To"] for mail in relay.mails)
    assert told == Counter(Delivery.objects.values_list("recipient__email", flat=True))
    assert (len(told), audit_deliveries().differences) == (2, ())
