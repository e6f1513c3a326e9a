"""After 72 hours in which nothing was planned and nothing sent: one message a person, and a row for everything.

Sixty people in six zones, some of them off or away, with dates, rounds, deliveries, flags and mails left behind. At
10:00 UTC on Monday it is 05:00 in New York; in South Georgia quiet hours end at once and the morning comes in half an
hour.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Agreement
from agreements.operations.deliveries import deliver, send_back
from reminders.domain.deliveries import DeliveryState
from reminders.domain.kinds import Kind
from reminders.models import Delivery, Reminder
from reminders.operations.audit import audit_deliveries
from reminders.operations.hint import to_send
from reminders.reports.mornings import in_quiet_hours
from teams.models import Organisation, Person
from tests.factories import AgreementFactory, CommitmentFactory, PartyFactory, PersonFactory, TeamFactory
from tests.reminders.conftest import LiveThrough
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db

STOPPED = datetime(2027, 3, 5, 10, 0, tzinfo=UTC)  # a Friday
BACK = STOPPED + timedelta(hours=72)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Atlantic/South_Georgia",
    "Atlantic/Azores",
)
FIRST_HOUR = [BACK + timedelta(minutes=minutes) for minutes in (0, 1, 29, 30, 31, 59)]


@pytest.fixture
def crowd(organisation: Organisation) -> list[Agreement]:
    """Twenty agreements of three people each; the first rounds open on the Monday."""
    return [_agreement(number) for number in range(20)]


def _agreement(number: int) -> Agreement:
    owner, accepter, signer = (_person(3 * number + place) for place in range(3))
    agreement = AgreementFactory.create(is_active=True, activated_at=datetime(2027, 2, 22, 9, 0, tzinfo=UTC))
    team, for_team = TeamFactory.create(), TeamFactory.create()
    PartyFactory.create(agreement=agreement, team=team, representative=signer)
    for place, due_on in enumerate((date(2027, 3, 8), date(2027, 3, 4), date(2027, 3, 12), date(2027, 3, 20))):
        CommitmentFactory.create(
            agreement=agreement,
            number=place + 1,
            team=team,
            for_team=for_team,
            owner=owner,
            accepted_by=accepter,
            due_on=due_on,
            is_open=True,
        )
    return agreement


def _person(number: int) -> Person:
    return PersonFactory.create(
        time_zone=ZONES[number % len(ZONES)],
        working_days=[1, 2, 3, 4, 5] if number % 7 == 0 else [0, 1, 2, 3, 4],
        away_until=date(2027, 3, 9) if number % 11 == 0 else None,
    )


def _leave_behind(agreement: Agreement) -> None:
    """Four mails that were queued as everything stopped."""
    commitment = agreement.commitments.get(number=3)
    assert commitment.owner is not None
    for name in "abcd":
        facts = {"recipient": commitment.owner, "due_at": STOPPED, "expires_at": STOPPED + timedelta(days=6)}
        reminder = Reminder.objects.create(
            kind=Kind.DUE_SOON,
            key=f"{name}|{commitment.pk}",
            agreement=agreement,
            commitment=commitment,
            subject_on=commitment.due_on,
            local_on=STOPPED.date(),
            headline="Due soon",
            **facts,
        )
        mail = Delivery.objects.create(dedupe_key=reminder.key, kind=reminder.kind, planned_at=STOPPED, **facts)
        mail.reminders.add(reminder)


def _go_on(agreement: Agreement) -> None:
    """What people did meanwhile: the pages were there."""
    first, last = agreement.commitments.get(number=1), agreement.commitments.get(number=4)
    assert first.owner is not None
    assert last.accepted_by is not None
    meanwhile = STOPPED + timedelta(hours=30)
    for commitment in (first, last):
        deliver(actor=first.owner, at=meanwhile, commitment=commitment, evidence="In the folder.")
    send_back(actor=last.accepted_by, at=meanwhile, commitment=last, reason="A page is missing.")


@pytest.fixture
def caught_up(crowd: list[Agreement], live: LiveThrough, sink: SmtpSink) -> SmtpSink:
    """The relay, with the mails of the first hour."""
    live(STOPPED)
    for agreement in crowd[::2]:
        _leave_behind(agreement)
    for agreement in crowd[::4]:
        _go_on(agreement)
    sink.mails.clear()
    for at in FIRST_HOUR:
        live(at)
    return sink


def test_catching_up(caught_up: SmtpSink) -> None:
    mails = Counter(str(mail["To"]) for mail in caught_up.mails)
    end = FIRST_HOUR[-1]

    assert len(mails) > 30
    assert set(mails.values()) == {1}
    assert audit_deliveries().differences == ()
    assert to_send(at=end).count() == 0
    assert not Delivery.objects.in_flight().exists()
    asleep = {person.email for person in in_quiet_hours(at=end)}
    assert not asleep & mails.keys()
    _nothing_was_forgotten(end)


def _nothing_was_forgotten(at: datetime) -> None:
    """What still waits, waits for somebody's quiet hours, day off or absence."""
    told = (DeliveryState.SENT, DeliveryState.SKIPPED)
    left = Reminder.objects.filter(due_at__lte=at, expires_at__gt=at).exclude(deliveries__state__in=told)
    waiting = Person.objects.filter(pk__in=left.values("recipient"))
    quiet = set(in_quiet_hours(at=at).values_list("pk", flat=True))
    assert [one for one in waiting if one.pk not in quiet and 0 in one.working_days and not one.away_until] == []
