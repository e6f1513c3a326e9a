from datetime import timedelta

import pytest

from reminders.models import JobRun, MailToken
from reminders.operations.jobs import forget_tokens, note_failure, note_finish, note_start
from teams.models import Person
from tests.factories import AT
from tests.reminders.conftest import Deal

pytestmark = pytest.mark.django_db


def test_a_run_is_noted_from_start_to_end() -> None:
    note_start(job="plan", real_at=AT)
    note_finish(job="plan", real_at=AT + timedelta(seconds=2))

    assert JobRun.objects.values_list("job", "started_at", "finished_at").get() == (
        "plan",
        AT,
        AT + timedelta(seconds=2),
    )


def test_the_next_run_takes_its_place() -> None:
    for minutes in (0, 1):
        note_start(job="plan", real_at=AT + timedelta(minutes=minutes))

    assert JobRun.objects.get().started_at == AT + timedelta(minutes=1)


def test_a_run_that_broke_off_says_when_and_why() -> None:
    note_start(job="plan", real_at=AT)
    note_failure(job="plan", real_at=AT + timedelta(seconds=3), error=ValueError("no such zone\nDETAIL: a note"))

    run = JobRun.objects.get()
    assert (run.failed_at, run.failure) == (AT + timedelta(seconds=3), "ValueError: no such zone")
    assert run.finished_at is None


def test_a_run_that_broke_off_for_no_reason_is_named_all_the_same() -> None:
    note_start(job="plan", real_at=AT)
    note_failure(job="plan", real_at=AT, error=TimeoutError())

    assert JobRun.objects.get().failure == "TimeoutError: "


@pytest.mark.parametrize(("days", "kept"), [(29, 1), (31, 0)])
def test_tokens_are_forgotten_a_month_after_their_end(deal: Deal, dana: Person, days: int, kept: int) -> None:
    MailToken.objects.create(digest="x", person=dana, agreement=deal.agreement, closes_at=AT, expires_at=AT)
    forget_tokens(real_at=AT + timedelta(days=days))

    assert MailToken.objects.count() == kept
