"""A sync that nobody needs: it proposes to cancel itself, a person presses, and all get their time back."""

from datetime import date, datetime, timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from agreements.domain.commitments import Standing
from agreements.domain.syncs import ALL_IS_WELL
from agreements.models import Commitment, DriftFlag, Sync
from agreements.operations.checkins import check_in
from agreements.operations.drafts import CheckInDraft
from agreements.reports.calendar import calendar_of, calendar_of_person
from reminders.models import Reminder
from teams.models import Person
from tests.agreements.reports.calendars import events
from tests.rehearsal import begin, live_through
from tests.reminders.conftest import Deal
from tests.reminders.mails import html_words, text_of
from tests.reminders.reports.conftest import told
from tests.reminders.reports.syncs import TUESDAY_MORNING, entry, meet
from tests.sinks import SmtpSink
from tests.visits import sent

MONDAY = TUESDAY_MORNING - timedelta(days=1)
OFFER = "Tomorrow 10:00: all is on track, so the sync on Pricing launch can be called off"


@pytest.fixture
def sync(deal: Deal, sink: SmtpSink, settings: Settings, dana: Person, lena: Person) -> Sync:
    """On Wednesday 17 March; both said on Monday that the deck is on track. It is Tuesday morning."""
    settings.REHEARSAL = True
    Commitment.objects.update(due_on=date(2027, 4, 15))
    found = meet(deal)
    Sync.objects.filter(slot_on__lt=found.slot_on).update(held_at=F("starts_at"))
    begin(MONDAY)
    _say(deal, dana, Standing.ON_TRACK)
    _say(deal, lena, Standing.ON_TRACK)
    return found


def _say(deal: Deal, person: Person, standing: Standing) -> None:
    check_in(actor=person, at=MONDAY, commitment=deal.commitment, answer=CheckInDraft(standing=standing))


def test_nobody_needs_it_and_somebody_calls_it_off(
    sync: Sync, deal: Deal, sink: SmtpSink, client: Client, maya: Person, dana: Person
) -> None:
    live_through(TUESDAY_MORNING)
    _is_proposed(sink, dana)
    sink.mails.clear()

    page = reverse("sync_cancellation", args=[deal.agreement.slug, sync.number])
    assert sent(client, maya, page, {"reason": ALL_IS_WELL}).status_code == 302
    live_through(TUESDAY_MORNING + timedelta(minutes=1))
    _gives_time_back(sync, sink, dana)
    sink.mails.clear()

    for at in (sync.starts_at - timedelta(minutes=30), sync.starts_at, sync.starts_at + timedelta(days=2)):
        live_through(at)
    assert [str(mail["Subject"]) for mail in sink.mails if "17 Mar" in text_of(mail)] == []
    assert not Reminder.objects.filter(kind="sync_soon", sync=sync).exists()
    assert not DriftFlag.objects.filter(rule="sync_not_held").exists()
    _is_cancelled_in_calendars(deal, dana, sync.starts_at - timedelta(hours=1))


def _is_proposed(sink: SmtpSink, reader: Person) -> None:
    assert {str(mail["Subject"]).strip() for mail in sink.mails} == {OFFER}
    (mail,) = sink.to(reader.email)
    assert "Call it off, and 4 people get 30 minutes back each." in text_of(mail)
    assert "#offer" in text_of(mail)
    assert {"Call", "off", "this", "sync"} <= html_words(mail)


def _gives_time_back(sync: Sync, sink: SmtpSink, reader: Person) -> None:
    sync.refresh_from_db()
    assert (sync.cancel_reason, sync.person_minutes) == (ALL_IS_WELL, 120)
    assert [name for name, _ in told("sync_cancelled")] == ["Dana", "Lena", "Tomas"]
    (mail,) = sink.to(reader.email)
    assert "You get 30 minutes back, all together 2 person-hours." in text_of(mail)
    assert entry(mail)["status"] == "CANCELLED"


def _is_cancelled_in_calendars(deal: Deal, reader: Person, at: datetime) -> None:
    deal.agreement.refresh_from_db()
    for content in (calendar_of(agreement=deal.agreement, at=at), calendar_of_person(person=reader, at=at)):
        assert events(content)["sync-2027-03-17"]["status"] == "CANCELLED"


@pytest.mark.parametrize("standing", [Standing.AT_RISK, Standing.OFF_TRACK])
def test_a_doubt_is_reason_enough_to_meet(
    sync: Sync, deal: Deal, sink: SmtpSink, dana: Person, standing: Standing
) -> None:
    _say(deal, dana, standing)
    live_through(TUESDAY_MORNING)

    mails = [mail for mail in sink.to(dana.email) if "sync on Pricing launch" in text_of(mail)]
    assert [OFFER in str(mail["Subject"]) for mail in mails] == [False]
    assert "Call off this sync" not in text_of(mails[0])
    assert "Enablement deck" in text_of(mails[0])
