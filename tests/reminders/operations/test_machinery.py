from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState
from reminders.models import Delivery, JobRun, Morning
from reminders.operations.fence import close_fence
from reminders.operations.machinery import Machinery, machinery
from reminders.operations.queues import Queue as Waiting
from reminders.operations.queues import queues
from teams.models import Person
from tests.factories import AT
from tests.reminders.operations.conftest import Queue

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def mail_queue() -> Waiting:
    (mail,) = [one for one in queues(at=AT) if one.channel is Channel.EMAIL]
    return mail


def read() -> Machinery:
    return machinery(at=AT, real_at=AT, serving_since=AT - timedelta(hours=1))


def ran(job: str, *, started: timedelta, finished: timedelta | None = None, failed: timedelta | None = None) -> None:
    """Each that long ago."""
    JobRun.objects.create(
        job=job,
        started_at=AT - started,
        finished_at=AT - finished if finished is not None else None,
        failed_at=AT - failed if failed is not None else None,
        failure="ValueError: no" if failed is not None else "",
    )


def test_each_way_has_a_queue_that_may_be_empty() -> None:
    assert [(one.channel, one.queued, one.in_flight, one.oldest_due_at) for one in queues(at=AT)] == [
        ("email", 0, 0, None),
        ("slack", 0, 0, None),
        ("teams", 0, 0, None),
        ("webhook", 0, 0, None),
    ]


def test_a_queue_counts_what_is_not_over(queue: Queue, dana: Person, lena: Person, maya: Person) -> None:
    for number, state in enumerate((DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.SENT)):
        one = queue(dana, name=str(number))
        sent_at = AT if state == DeliveryState.SENT else None
        Delivery.objects.filter(pk=one.pk).update(state=state, sent_at=sent_at)
    held = queue(maya)
    Delivery.objects.filter(pk=held.pk).update(
        state=DeliveryState.HANDED_OVER, lease="12345678123456781234567812345678", leased_until=AT
    )
    queue(lena)

    mail = mail_queue()
    assert (mail.queued, mail.in_flight, mail.did_not_leave, mail.unsure) == (1, 1, 1, 1)


def test_the_oldest_is_the_oldest_that_may_leave(queue: Queue, dana: Person, lena: Person) -> None:
    """Dana's waits for its next attempt."""
    for person in (dana, lena):
        Morning.objects.create(person=person, planned_on=AT.date())
    waits = queue(dana, due_at=AT - 9 * MINUTE)
    Delivery.objects.filter(pk=waits.pk).update(next_attempt_at=AT + MINUTE)
    queue(lena, due_at=AT - 2 * MINUTE)

    assert mail_queue().oldest_due_at == AT - 2 * MINUTE


def test_a_job_that_broke_off_says_so_until_it_comes_to_its_end() -> None:
    ran("plan", started=2 * MINUTE, finished=3 * MINUTE, failed=MINUTE)
    ran("hint", started=2 * MINUTE, finished=MINUTE, failed=3 * MINUTE)

    jobs = {job.job: (job.broke_off, job.took) for job in read().jobs}
    assert jobs == {"plan": (True, None), "hint": (False, MINUTE)}


def test_it_says_the_most_pressing_thing() -> None:
    ran("plan", started=timedelta(seconds=13), finished=timedelta(seconds=12))

    state = read()
    assert (state.summary.sentence, state.lag) == (
        "All is running. Last plan 12 s ago, nothing waits longer than a minute.",
        timedelta(seconds=13),
    )


def test_a_closed_fence_is_told_with_what_waits(queue: Queue, dana: Person) -> None:
    ran("plan", started=MINUTE, finished=MINUTE)
    queue(dana)
    close_fence(real_at=AT)

    assert read().summary.sentence == "The fence is closed, so nothing leaves. One message waits behind it."


def test_it_reads_as_often_however_much_there_is(queue: Queue, dana: Person) -> None:
    with CaptureQueriesContext(connection) as empty:
        read()
    for number in range(3):
        queue(dana, name=str(number))
        ran(f"job_{number}", started=MINUTE)
    with CaptureQueriesContext(connection) as full:
        read()

    assert (len(full), len(full) <= 15) == (len(empty), True)
