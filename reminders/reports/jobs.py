"""The recurring jobs as an administrator sees them: when each began, ended and broke off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reminders.models import JobRun
from teams.domain.language import noted, say

# What each is for, in the order in which one follows from the other.
PURPOSES = {
    "plan": noted("Writes what is due as messages"),
    "hint": noted("Hands messages to those who send them"),
    "sweep_leases": noted("Takes back what was left lying"),
    "sweep_drift": noted("Brings flags up to date"),
    "lapse_commitments": noted("Lets commitments lapse at their midnight"),
    "expire_amendments": noted("Ends the time for answers"),
    "materialise_syncs": noted("Keeps syncs 90 days ahead"),
    "count_teams": noted("Counts how weeks end and who answered"),
    "prove_summaries": noted("Holds the sums of the dashboard against all rows"),
    "forget_tokens": noted("Deletes mail links that ended"),
    "forget_answers": noted("Deletes answers kept for 48 hours"),
    "clear_unsent": noted("Deletes drafts that nobody sent for 30 days"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """Instants are real ones. ``took``: its latest whole run; None while it is under way, or broke off.

    ``broke_off``: the run that broke off is the latest; ``failure`` says why, also long after.
    """

    job: str
    purpose: str
    started_at: datetime
    finished_at: datetime | None
    failed_at: datetime | None
    failure: str
    broke_off: bool
    took: timedelta | None


def job_rows() -> Sequence[JobRow]:
    """Those that ever ran. One query."""
    order = list(PURPOSES)
    rows = sorted(JobRun.objects.all(), key=lambda run: (order.index(run.job) if run.job in order else 99, run.job))
    return tuple(_row(run) for run in rows)


def _row(run: JobRun) -> JobRow:
    is_whole = run.finished_at is not None and run.finished_at >= run.started_at
    return JobRow(
        job=run.job,
        purpose=say(PURPOSES.get(run.job, run.job.replace("_", " ").capitalize())),
        started_at=run.started_at,
        finished_at=run.finished_at,
        failed_at=run.failed_at,
        failure=run.failure,
        broke_off=run.failed_at is not None and (run.finished_at is None or run.failed_at > run.finished_at),
        took=run.finished_at - run.started_at if is_whole and run.finished_at else None,
    )
