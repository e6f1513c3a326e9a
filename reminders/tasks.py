"""What Celery runs. Each task carries numbers or nothing, may run twice, late or never, with the same result."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import batched

from celery import shared_task
from django.db import Error

from reminders import failpoints
from reminders.domain.deliveries import FEWEST_AT_A_TIME, HINT_AGAIN_AFTER, how_many_next
from reminders.operations import fence, jobs, sweep
from reminders.operations import hint as hints
from reminders.operations.attempts import Moment
from reminders.operations.deliver import deliver as deliver_now
from reminders.operations.post_hints import hint_posts
from reminders.operations.posts import post as post_now
from teams import clock
from teams.operations import answers, unsent

IDS_A_TASK = 500
POSTS_A_TASK = 2  # each may take 15 seconds, and as long again to find its address: the task ends before its limit
LONGEST = timedelta(seconds=20)  # that a task goes on; it ends well before its time limit
STALE = HINT_AGAIN_AFTER.total_seconds()  # by then the same is hinted at again


@contextmanager
def recorded(job: str) -> Iterator[Moment]:
    """Note the start and the end of a recurring job, by which a silent scheduler is noticed, or why it broke off."""
    real_at = clock.real_now()
    fence.watch(real_at=real_at)
    jobs.note_start(job=job, real_at=real_at)
    try:
        yield Moment(at=clock.now(), real_at=real_at)
    except Exception as error:
        with suppress(Error):  # where the database is away, what broke off tells more than this would
            jobs.note_failure(job=job, real_at=clock.real_now(), error=error)
        raise
    jobs.note_finish(job=job, real_at=clock.real_now())


@shared_task
def run(job: str) -> None:
    """Run one of the recurring jobs of ``reminders.operations.jobs``; what it made due leaves at once."""
    with recorded(job) as now:
        jobs.JOBS[job](now.at)
    hint()


@shared_task
def hint() -> None:
    """Hand what is due to the workers, in batches of numbers; in front of the last of several, ask for more."""
    with recorded("hint") as now:
        batches = list(batched(hints.hint(at=now.at, real_at=now.real_at), IDS_A_TASK))
        for number, ids in enumerate(batches):
            if 0 < number == len(batches) - 1:
                hint.apply_async(expires=STALE)
            deliver.apply_async((ids,), expires=STALE)
            failpoints.reach("dispatcher.after_publish")
        for ids in batched(hint_posts(at=now.at, real_at=now.real_at), POSTS_A_TASK):
            post.apply_async((ids,), expires=STALE)
            failpoints.reach("dispatcher.after_publish")


@shared_task
def deliver(ids: Sequence[int]) -> None:
    """Send the deliveries of ``ids`` that still wait, as many under each lease as the relay's pace allows."""
    left, count, began = list(ids), FEWEST_AT_A_TIME, clock.real_now()
    while left and (now := clock.real_now()) - began < LONGEST:
        deliver_now(ids=left[:count], now=Moment(at=clock.now(), real_at=now))
        left, count = left[count:], how_many_next(count, took=clock.real_now() - now)
    if left:
        deliver.apply_async((left,), expires=STALE)


@shared_task
def post(ids: Sequence[int]) -> None:
    """Post the deliveries of ``ids`` that still wait, each under a lease of its own."""
    for pk in ids:
        post_now(ids=[pk], now=Moment(at=clock.now(), real_at=clock.real_now()))


@shared_task
def sweep_leases() -> None:
    """Take back what workers that went away still hold."""
    with recorded("sweep_leases") as now:
        sweep.sweep_leases(at=now.at, real_at=now.real_at)


@shared_task
def forget_tokens() -> None:
    """Delete the digests of mail links that ended long ago."""
    with recorded("forget_tokens") as now:
        jobs.forget_tokens(real_at=now.real_at)


@shared_task
def forget_answers() -> None:
    """Delete the answers that were kept for their 48 hours beside an Idempotency-Key."""
    with recorded("forget_answers") as now:
        answers.forget_answers(at=now.real_at)


@shared_task
def clear_unsent() -> None:
    """Delete the drafts that nobody sent within 30 days."""
    with recorded("clear_unsent") as now:
        unsent.clear_unsent(at=now.at)
