from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count

from agreements.models import Event
from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState
from reminders.models import Delivery, Reminder
from reminders.operations.attempts import Moment, claim
from reminders.operations.audit import audit_deliveries
from reminders.operations.plan import plan
from reminders.operations.tick import ClockGoesForwardError, is_settled, move_clock
from teams.models import Person, RehearsalClock
from tests.factories import AT
from tests.reminders.conftest import Deal, LiveThrough
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)


def test_the_clock_goes_forward() -> None:
    move_clock(at=AT + timedelta(days=3), real_at=AT)

    assert RehearsalClock.objects.get().offset == timedelta(days=3)


def test_the_clock_never_goes_back() -> None:
    move_clock(at=AT + timedelta(days=3), real_at=AT)

    with pytest.raises(ClockGoesForwardError, match="2027-03-04T09:00:00Z already"):
        move_clock(at=AT + timedelta(days=2), real_at=AT)


def test_a_tick_sends_what_it_plans(deal: Deal, live: LiveThrough, sink: SmtpSink, dana: Person) -> None:
    live(MONDAY)

    assert [mail["Date"].datetime for mail in sink.to(dana.email)] == [MONDAY]


def test_running_every_job_twice_equals_once(deal: Deal, live: LiveThrough, sink: SmtpSink) -> None:
    live(MONDAY)
    once = _everything()
    live(MONDAY)

    assert (_everything(), len(sink.mails)) == (once, Delivery.objects.filter(state=DeliveryState.SENT).count())


def _everything() -> list[object]:
    rows = [model.objects.order_by("pk").values() for model in (Reminder, Delivery, Event)]
    return [list(row) for row in rows]


def test_two_days_of_stopped_workers_lose_nothing_and_flood_nobody(
    deal: Deal, live: LiveThrough, sink: SmtpSink, dana: Person
) -> None:
    """Planned on three mornings with nobody to send; then one mail says all that still holds."""
    sink.mode = "refuse"
    live(MONDAY)
    live(MONDAY + timedelta(days=1))
    sink.mode = "accept"
    live(MONDAY + timedelta(days=2))

    by_person = {mail["To"]: len(sink.to(mail["To"])) for mail in sink.mails}
    texts = "".join(mail.get_body(("plain",)).get_content() for mail in sink.to(dana.email))  # type: ignore[union-attr]
    assert (set(by_person.values()), "Due in 5 days: Enablement deck" in texts, audit_deliveries().differences) == (
        {1},
        True,
        (),
    )


def test_a_reminder_that_a_mail_carried_is_not_carried_again(deal: Deal, live: LiveThrough, sink: SmtpSink) -> None:
    for day in range(5):
        live(MONDAY + timedelta(days=day))

    carried = Reminder.objects.filter(deliveries__state=DeliveryState.SENT).annotate(times=Count("deliveries"))
    assert set(carried.values_list("times", flat=True)) == {1}


def test_it_is_settled_when_nobody_plans_or_sends(deal: Deal, live: LiveThrough, sink: SmtpSink) -> None:
    live(MONDAY)

    assert is_settled(at=MONDAY, real_at=AT)


def test_it_is_not_while_a_worker_holds_a_mail(deal: Deal, sink: SmtpSink) -> None:
    plan(at=MONDAY)
    claim(
        ids=list(Delivery.objects.values_list("pk", flat=True)),
        channels=[Channel.EMAIL],
        now=Moment(at=MONDAY, real_at=AT),
    )

    assert not is_settled(at=MONDAY, real_at=AT)


def test_what_a_worker_planned_meanwhile_is_handed_over(deal: Deal, sink: SmtpSink) -> None:
    plan(at=MONDAY)
    is_settled(at=MONDAY, real_at=AT)

    assert {mail["To"] for mail in sink.mails} == set(Delivery.objects.values_list("recipient__email", flat=True))
