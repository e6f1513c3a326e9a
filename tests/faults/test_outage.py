"""72 hours without workers and scheduler: nobody is flooded when they come back, and every row is accounted for."""

import os
from collections import Counter
from datetime import date, timedelta

import pytest

from agreements.models import Agreement
from reminders.models import Delivery
from reminders.operations.audit import audit_deliveries
from teams.models import Team
from tests.factories import AgreementFactory, CadenceFactory, CommitmentFactory, PersonFactory, SyncFactory
from tests.faults.conftest import MONDAY
from tests.rehearsal import live_through
from tests.reminders.conftest import Deal
from tests.sinks import SmtpSink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults")]

PEOPLE = 10_000 if os.environ.get("HOLDFAST_LONG") else 40
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")


@pytest.fixture
def crowd(product: Team, sales: Team) -> None:
    """People around the world with something due on each day of the outage, and a sync in the middle of it."""
    for number in range(PEOPLE // 2):
        agreement = AgreementFactory.create(is_active=True)
        owner, receiver = (PersonFactory.create(time_zone=zone) for zone in (ZONES[number % 4], ZONES[-1 - number % 4]))
        for days in range(4):
            CommitmentFactory.create(
                agreement=agreement,
                team=product,
                for_team=sales,
                owner=owner,
                accepted_by=receiver,
                due_on=date(2027, 3, 9) + timedelta(days=days),
                is_open=True,
            )
        told_of_syncs(agreement)


def told_of_syncs(agreement: Agreement) -> None:
    cadence = CadenceFactory.create(agreement=agreement)
    SyncFactory.create(cadence=cadence, slot_on=date(2027, 3, 10))


def test_three_days_of_silence_flood_nobody(monday: None, crowd: None, deal: Deal, sink: SmtpSink) -> None:
    live_through(MONDAY + timedelta(minutes=1))
    before = len(sink.mails)
    back = MONDAY + timedelta(hours=72)
    for minutes in (0, 10, 20, 30, 45, 59):
        live_through(back + timedelta(minutes=minutes))

    told = Counter(mail["To"] for mail in sink.mails[before:])
    copies = Counter(mail["Message-ID"] for mail in sink.mails)
    assert (len(told) > PEOPLE // 2, max(told.values()), max(copies.values())) == (True, 1, 1)
    assert set(Delivery.objects.values_list("state", flat=True)) <= {
        "sent",
        "queued",
        "expired",
        "superseded",
        "skipped",
    }
    assert audit_deliveries().differences == ()
