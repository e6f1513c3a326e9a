import pytest

from reminders.models import JobRun
from reminders.tasks import (
    clear_unsent,
    deliver,
    forget_answers,
    forget_tokens,
    hint,
    post,
    recorded,
    run,
    sweep_leases,
)
from teams.clock import real_now
from teams.models import Person
from tests.reminders.conftest import Deal
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("job", ["plan", "sweep_drift", "lapse_commitments", "materialise_syncs"])
def test_each_job_runs_and_is_noted(deal: Deal, job: str) -> None:
    run(job)
    run(job)

    noted = JobRun.objects.get(job=job)
    assert noted.finished_at is not None
    assert noted.started_at <= noted.finished_at <= real_now()


def test_the_other_tasks_may_run_with_nothing_to_do() -> None:
    for task in (hint, sweep_leases, forget_tokens, forget_answers, clear_unsent):
        task()
    deliver([1, 2, 3])
    post([1, 2])

    assert set(JobRun.objects.values_list("job", flat=True)) == {
        "hint",
        "sweep_leases",
        "forget_tokens",
        "clear_unsent",
        "forget_answers",
    }


def test_a_job_that_breaks_off_is_noted_and_still_breaks_off() -> None:
    with pytest.raises(ZeroDivisionError), recorded("plan"):
        1 // 0  # noqa: B018 - whatever a job may meet

    noted_run = JobRun.objects.get()
    assert (noted_run.finished_at, noted_run.failure) == (None, "ZeroDivisionError: integer division or modulo by zero")
    assert noted_run.failed_at is not None
    assert noted_run.started_at <= noted_run.failed_at


def test_the_next_run_that_ends_well_keeps_what_broke_off_before() -> None:
    with pytest.raises(ZeroDivisionError), recorded("plan"):
        1 // 0  # noqa: B018 - whatever a job may meet
    with recorded("plan"):
        pass

    noted_run = JobRun.objects.get()
    assert noted_run.failed_at is not None
    assert noted_run.finished_at is not None
    assert noted_run.failed_at < noted_run.finished_at


def test_a_deliver_task_may_name_what_is_long_gone(dana: Person, sink: SmtpSink) -> None:
    deliver([10_000])

    assert sink.mails == []
