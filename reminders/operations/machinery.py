"""All that is known of how everything runs, read once: for the page of administrators and for what watches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reminders.domain.running import State, Summary, summary
from reminders.operations.queues import Queue, queues
from reminders.reports.fence import FenceReport, fence
from reminders.reports.health import is_silent
from reminders.reports.jobs import JobRow, job_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Machinery:
    """``lag``: the time since any recurring job began; None when none ever did."""

    summary: Summary
    lag: timedelta | None
    jobs: Sequence[JobRow]
    queues: Sequence[Queue]
    fence: FenceReport


def machinery(*, at: datetime, real_at: datetime, serving_since: datetime) -> Machinery:
    """Read it at the organisation's ``at`` and the machine's ``real_at``, in a process that began at ``serving_since``.

    A fixed number of queries. Reads only.
    """
    jobs, waiting, held = job_rows(), queues(at=at), fence()
    begun = max((job.started_at for job in jobs), default=None)
    plan = next((job.finished_at for job in jobs if job.job == "plan" and job.finished_at), None)
    oldest = min((queue.oldest_due_at for queue in waiting if queue.oldest_due_at), default=None)
    state = State(
        last_start=real_at - begun if begun else None,
        last_plan=real_at - plan if plan else None,
        is_silent=is_silent(begun, real_at=real_at, serving_since=serving_since),
        is_fence_closed=held.is_closed,
        held_back=held.waiting,
        broke_off=tuple(job.job for job in jobs if job.broke_off),
        oldest=at - oldest if oldest else None,
    )
    return Machinery(summary=summary(state), lag=state.last_start, jobs=jobs, queues=waiting, fence=held)
