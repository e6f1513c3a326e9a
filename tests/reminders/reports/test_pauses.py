"""What rests asks nothing: no check-in, no date, no sync, until the morning on which it goes on."""

from datetime import UTC, date, datetime

import pytest

from agreements.models import Agreement
from reminders.models import Reminder
from reminders.operations.plan import plan
from teams.models import Person
from tests.factories import CadenceFactory, SyncFactory
from tests.reminders.conftest import Deal
from tests.reminders.mails import reason_of, send_all
from tests.sinks import SmtpSink

pytestmark = pytest.mark.usefixtures("sink")

# The deck is due on 15 March; without a cadence its first round opens on Monday the 8th.
MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)


def pause(deal: Deal, until: date) -> None:
    Agreement.objects.filter(pk=deal.agreement.pk).update(paused_until=until, pause_reason="The office moves.")


def kinds() -> set[str]:
    return set(Reminder.objects.values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("until", "asked"),
    [(date(2027, 3, 8), {"check_in_request", "due_soon"}), (date(2027, 3, 9), set())],
)
def test_check_ins_and_dates_wait_for_the_day_it_goes_on(deal: Deal, until: date, asked: set[str]) -> None:
    pause(deal, until)
    plan(at=MONDAY)

    assert kinds() == asked


@pytest.mark.parametrize(("until", "asked"), [(date(2027, 3, 9), True), (date(2027, 3, 10), False)])
def test_a_sync_on_a_day_of_the_pause_is_not_announced(deal: Deal, until: date, *, asked: bool) -> None:
    cadence = CadenceFactory.create(agreement=deal.agreement)
    SyncFactory.create(cadence=cadence, slot_on=date(2027, 3, 9), starts_at=datetime(2027, 3, 9, 9, 0, tzinfo=UTC))
    pause(deal, until)
    plan(at=MONDAY)
    plan(at=datetime(2027, 3, 9, 8, 31, tzinfo=UTC))

    assert ({"sync_tomorrow", "sync_soon"} <= kinds()) is asked


def test_what_was_planned_is_not_sent_once_it_rests(deal: Deal, sink: SmtpSink, dana: Person) -> None:
    plan(at=MONDAY)
    pause(deal, date(2027, 4, 12))
    send_all(MONDAY)

    assert sink.to(dana.email) == []
    assert "the agreement is paused" in reason_of(dana)


def test_what_passed_meanwhile_is_told_when_it_goes_on(deal: Deal) -> None:
    pause(deal, date(2027, 4, 12))
    plan(at=datetime(2027, 4, 9, 8, 0, tzinfo=UTC))
    before = kinds()
    plan(at=datetime(2027, 4, 12, 8, 0, tzinfo=UTC))

    assert (before, "past_date" in kinds()) == (set(), True)
