"""What tests of mails around syncs share: the deal with a sync every second Wednesday, and what mails hold."""

from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from typing import Any

from agreements.models import Agreement, Sync
from agreements.operations.cadences import materialise_syncs
from tests.agreements.reports.calendars import events
from tests.factories import AT, CadenceFactory
from tests.reminders.conftest import Deal

WEDNESDAY = date(2027, 3, 17)
TUESDAY_MORNING = datetime(2027, 3, 16, 8, 0, tzinfo=UTC)  # 09:00 in Berlin


def meet(deal: Deal, *, zone: str = "Europe/Berlin", at: time = time(10)) -> Sync:
    """Every second Wednesday; the one on 17 March 2027, two weeks and two days after the stories begin."""
    CadenceFactory.create(
        agreement=deal.agreement,
        weekday=2,
        time=at,
        time_zone=zone,
        starts_on=date(2027, 2, 3),
        anchor_on=date(2027, 2, 3),
    )
    materialise_syncs(at=AT)
    return sync_on(deal.agreement, WEDNESDAY)


def sync_on(agreement: Agreement, slot: date) -> Sync:
    return Sync.objects.select_related("agreement", "cadence").get(agreement=agreement, slot_on=slot)


def entry(mail: EmailMessage) -> Any:
    """The one event in the one calendar file of a mail."""
    (file,) = mail.iter_attachments()
    assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "PUBLISH")
    content = file.get_payload(decode=True)
    assert isinstance(content, bytes)
    (found,) = events(content).values()
    return found
