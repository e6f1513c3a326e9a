"""A mail that cannot be composed: the others leave, it is put aside with its reason, and mornings go on."""

from datetime import timedelta

import pytest

from reminders.models import Delivery, Reminder
from reminders.operations.audit import audit_deliveries
from tests.faults.conftest import MONDAY
from tests.rehearsal import live_through
from tests.reminders.conftest import Deal
from tests.sinks import SmtpSink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults")]


def poison() -> Delivery:
    """Lena's mail of this morning, of a kind that no program knows."""
    bad = Delivery.objects.get(recipient__name="Lena Brandt")
    Reminder.objects.filter(deliveries=bad).update(kind="unheard_of")
    return bad


def test_one_that_cannot_be_composed_is_put_aside_after_five_tries(monday: None, deal: Deal, sink: SmtpSink) -> None:
    sink.mode = "refuse"
    live_through(MONDAY + timedelta(minutes=1))
    bad = poison()
    sink.mode = "accept"
    for minutes in (4, 15, 60, 240, 245):
        live_through(MONDAY + timedelta(minutes=minutes))

    bad.refresh_from_db()
    assert (bad.state, bad.attempts, bad.reason) == ("failed", 5, "ValueError: 'unheard_of' is not a valid Kind")
    assert [mail["To"] for mail in sink.mails] == ["dana.whitfield@acme.example"]
    live_through(MONDAY + timedelta(days=1))
    assert "maya.okafor@acme.example" in [mail["To"] for mail in sink.mails[1:]]
    assert audit_deliveries().differences == ()
