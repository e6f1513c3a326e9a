"""The recurring jobs: what each does at an instant, and the mark that shows it ran.

Beat runs them by their intervals (config/schedule.py), ``tick`` each once. All are safe to run twice or late.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from agreements.operations.amendments import expire_amendments
from agreements.operations.cadences import materialise_syncs
from agreements.operations.drift import sweep
from agreements.operations.lapses import lapse_commitments
from agreements.operations.summaries import prove_summaries
from agreements.operations.team_counts import count_teams
from reminders.models import JobRun, MailToken
from reminders.operations.plan import plan

LONGEST_FAILURE = 300  # characters
TOKENS_KEPT = timedelta(days=30)  # a token past its life still tells its page what to say

# In the order in which a tick runs them: dates first, then what follows from them, then what is told of it.
JOBS: dict[str, Callable[[datetime], object]] = {
    "materialise_syncs": lambda at: materialise_syncs(at=at),
    "lapse_commitments": lambda at: lapse_commitments(at=at),
    "expire_amendments": lambda at: expire_amendments(at=at),
    "sweep_drift": lambda at: sweep(at=at),
    "plan": lambda at: plan(at=at),
    "count_teams": lambda at: count_teams(at=at),
    "prove_summaries": lambda _: prove_summaries(),
}


def note_start(*, job: str, real_at: datetime) -> None:
    """Remember that ``job`` began; its last end stays known."""
    JobRun.objects.update_or_create(job=job, defaults={"started_at": real_at})


def note_finish(*, job: str, real_at: datetime) -> None:
    JobRun.objects.filter(job=job).update(finished_at=real_at)


def note_failure(*, job: str, real_at: datetime, error: Exception) -> None:
    """Remember why the latest run of ``job`` broke off. One line: what follows it may quote what people wrote."""
    first_line = f"{type(error).__name__}: {error}".splitlines()[0]
    JobRun.objects.filter(job=job).update(failed_at=real_at, failure=first_line[:LONGEST_FAILURE])


def forget_tokens(*, real_at: datetime) -> int:
    """Delete the digests of mail links that ended long ago; how many."""
    return MailToken.objects.filter(expires_at__lt=real_at - TOKENS_KEPT).delete()[0]
