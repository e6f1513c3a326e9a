"""Quiet hours move a mail later, never past its own end; news that could not wait for their end is not held."""

from datetime import UTC, datetime, time, timedelta

import pytest

from agreements.models import Sync
from reminders.domain.deliveries import DeliveryState
from reminders.domain.kinds import Kind
from reminders.models import Delivery, Morning, Reminder
from reminders.operations.bundle import bundle, expire
from reminders.operations.hint import to_send
from reminders.operations.plan import plan
from reminders.reports.mornings import in_quiet_hours, quiet_until
from teams.models import Person
from tests.factories import AT, CadenceFactory, SyncFactory
from tests.reminders.conftest import Deal
from tests.reminders.operations.conftest import Queue

pytestmark = pytest.mark.django_db

NIGHT = datetime(2027, 3, 1, 21, 0, tzinfo=UTC)  # 22:00 in Berlin; quiet from 19:00 to 08:00
RELEASE = datetime(2027, 3, 2, 7, 0, tzinfo=UTC)  # 08:00


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def keep(person: Person, start: str, end: str) -> None:
    person.quiet_from, person.quiet_until = time.fromisoformat(start), time.fromisoformat(end)
    person.save(update_fields=["quiet_from", "quiet_until"])


@pytest.mark.parametrize(
    ("start", "end", "at", "quiet"),
    [
        ("22:00", "06:00", "2027-03-01T20:59", False),  # 21:59 in Berlin
        ("22:00", "06:00", "2027-03-01T21:00", True),
        ("22:00", "06:00", "2027-03-02T04:59", True),
        ("22:00", "06:00", "2027-03-02T05:00", False),
        ("12:00", "13:00", "2027-03-01T11:30", True),
        ("12:00", "13:00", "2027-03-01T12:00", False),
        ("08:00", "08:00", "2027-03-01T07:00", False),  # none at all
        ("08:00", "08:00", "2027-03-01T21:00", False),
        ("00:00", "07:00", "2027-03-01T23:00", True),  # midnight
        ("22:00", "06:00", "2027-03-28T03:59", True),  # 05:59 on the morning the clocks went forward
        ("22:00", "06:00", "2027-03-28T04:00", False),
        ("22:00", "06:00", "2027-10-31T04:59", True),  # 05:59 on the morning they went back
        ("22:00", "06:00", "2027-10-31T05:00", False),
    ],
)
def test_they_hold_by_the_clock_on_the_wall(dana: Person, start: str, end: str, at: str, quiet: bool) -> None:
    keep(dana, start, end)

    assert in_quiet_hours(at=utc(at)).filter(pk=dana.pk).exists() is quiet
    assert (quiet_until(dana, at=utc(at)) > utc(at)) is quiet


def test_what_they_hold_leaves_when_they_end(queue: Queue, dana: Person) -> None:
    keep(dana, "19:00", "10:00")
    delivery = queue(dana, due_at=NIGHT, kind=Kind.CHANGE_DECLINED)
    plan(at=utc("2027-03-02T08:59"))
    held = to_send(at=utc("2027-03-02T08:59")).count()
    plan(at=utc("2027-03-02T09:00"))
    delivery.refresh_from_db()

    assert held == 0
    assert to_send(at=utc("2027-03-02T09:00")).filter(recipient=dana).count() == 1


def test_what_they_hold_past_its_end_expires_and_says_so(queue: Queue, dana: Person) -> None:
    delivery = queue(dana, due_at=NIGHT)
    Delivery.objects.filter(pk=delivery.pk).update(expires_at=RELEASE)
    early = to_send(at=RELEASE - timedelta(minutes=1)).count()
    keep(dana, "19:00", "09:00")
    expire(at=RELEASE)
    delivery.refresh_from_db()

    assert (early, delivery.state) == (0, DeliveryState.EXPIRED)
    assert delivery.reason == "Quiet hours held it until its time was over."


def test_what_was_simply_too_late_says_that(queue: Queue, dana: Person) -> None:
    delivery = queue(dana)
    expire(at=AT + timedelta(days=1, hours=1))
    delivery.refresh_from_db()

    assert delivery.reason == "Its time was over before it could be sent."


def news(queue: Queue, person: Person, kind: Kind, sync: Sync) -> Delivery:
    """A queued mail that ``sync`` was moved or cancelled, in the night."""
    delivery = queue(person, due_at=NIGHT, kind=kind)
    Reminder.objects.filter(deliveries=delivery).update(sync=sync, expires_at=sync.starts_at)
    Delivery.objects.filter(pk=delivery.pk).update(expires_at=sync.starts_at)
    return delivery


@pytest.mark.parametrize(
    ("kind", "was", "starts_at", "leaves"),
    [
        (Kind.SYNC_CANCELLED, None, "2027-03-02T06:30", True),  # 07:30: before the quiet hours end
        (Kind.SYNC_CANCELLED, None, "2027-03-02T07:00", True),
        (Kind.SYNC_CANCELLED, None, "2027-03-02T07:01", False),
        (Kind.SYNC_CANCELLED, None, "2027-03-02T13:00", False),
        (Kind.SYNC_MOVED, "2027-03-02T06:30", "2027-03-02T13:00", True),  # nobody comes at the old time for nothing
        (Kind.SYNC_MOVED, "2027-03-02T13:00", "2027-03-02T06:30", True),
        (Kind.SYNC_MOVED, "2027-03-01T13:00", "2027-03-02T13:00", False),
        (Kind.SYNC_NOTES, None, "2027-03-02T06:30", False),
    ],
)
def test_short_notice_is_not_held(
    queue: Queue, deal: Deal, dana: Person, kind: Kind, was: str | None, starts_at: str, leaves: bool
) -> None:
    cadence = CadenceFactory.create(agreement=deal.agreement)
    sync = SyncFactory.create(cadence=cadence, starts_at=utc(starts_at))
    if was:
        sync.moved_from, sync.move_reason = utc(was), "A strike."
        sync.save(update_fields=["moved_from", "move_reason"])
    delivery = news(queue, dana, kind, sync)

    assert to_send(at=NIGHT).filter(pk=delivery.pk).exists() is leaves


def test_what_piles_up_in_the_night_is_one_mail_in_the_morning(queue: Queue, dana: Person) -> None:
    for name in "ab":
        queue(dana, name=name, due_at=NIGHT, kind=Kind.CHANGE_DECLINED)
    at_night = bundle(at=NIGHT + timedelta(hours=3))
    plan(at=RELEASE + timedelta(minutes=30))

    (mail,) = to_send(at=RELEASE + timedelta(minutes=30)).filter(recipient=dana)
    assert (at_night, mail.reminders.count()) == (0, 2)


def test_between_quiet_hours_and_morning_it_waits_for_the_morning_mail(queue: Queue, dana: Person) -> None:
    Morning.objects.create(person=dana)
    queue(dana, due_at=NIGHT, kind=Kind.CHANGE_DECLINED)

    assert to_send(at=RELEASE + timedelta(minutes=10)).count() == 0


def test_what_would_be_over_by_the_morning_does_not_wait_for_it(queue: Queue, dana: Person) -> None:
    Morning.objects.create(person=dana)
    delivery = queue(dana, due_at=NIGHT, kind=Kind.CHANGE_DECLINED)
    Delivery.objects.update(expires_at=RELEASE + timedelta(minutes=20))

    assert list(to_send(at=RELEASE + timedelta(minutes=10))) == [delivery]


def test_what_may_have_left_joins_nothing(queue: Queue, dana: Person) -> None:
    delivery = queue(dana, due_at=NIGHT, kind=Kind.CHANGE_DECLINED)
    Delivery.objects.update(handovers=1)
    queue(dana, due_at=NIGHT, kind=Kind.CHANGE_DECLINED, name="another")
    plan(at=RELEASE + timedelta(minutes=30))
    delivery.refresh_from_db()

    assert delivery.state == DeliveryState.QUEUED
