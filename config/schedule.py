"""Every recurring job, with one sentence on why it runs.

Intervals in UTC only: a crontab is wrong across the nights on which clocks change.
"""

from datetime import timedelta
from typing import TypedDict


class Entry(TypedDict, total=False):
    """One line of beat's schedule."""

    task: str
    schedule: timedelta
    args: tuple[str, ...]
    options: dict[str, float]


def every(interval: timedelta, task: str, *args: str) -> Entry:
    """Run a task at an interval. A message that waited longer is dropped: the next one does its work."""
    return {
        "task": f"reminders.tasks.{task}",
        "schedule": interval,
        "args": args,
        "options": {"expires": interval.total_seconds()},
    }


SECONDS_10 = timedelta(seconds=10)
SECONDS_30 = timedelta(seconds=30)
MINUTES_5 = timedelta(minutes=5)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

BEAT_SCHEDULE: dict[str, Entry] = {
    # What became due is written as rows, so that nothing depends on this process staying alive.
    "plan": every(SECONDS_30, "run", "plan"),
    # Workers are told what is due, and told again when nobody took it.
    "hint": every(SECONDS_10, "hint"),
    # A worker that went away must not keep a message from its person.
    "sweep_leases": every(SECONDS_30, "sweep_leases"),
    # Dates pass without anybody acting; flags and health must follow soon after, in every zone.
    "sweep_drift": every(MINUTES_5, "run", "sweep_drift"),
    # A commitment lapses at a local midnight, which is at some hour or half-hour somewhere.
    "lapse_commitments": every(MINUTES_5, "run", "lapse_commitments"),
    # A change is answered by a local midnight; who asked for it should not wait long to decide.
    "expire_amendments": every(MINUTES_5, "run", "expire_amendments"),
    # Syncs stay 90 days ahead; an hour late is early enough.
    "materialise_syncs": every(HOUR, "run", "materialise_syncs"),
    # The dashboard shows how weeks ended and who answered before syncs; an hour late is early enough.
    "count_teams": every(HOUR, "run", "count_teams"),
    # Its sums are kept row by row; every night they are held against all rows, and a difference breaks the run off.
    "prove_summaries": every(DAY, "run", "prove_summaries"),
    # Digests of mail links that ended a month ago are of no use to anybody.
    "forget_tokens": every(DAY, "forget_tokens"),
    # Answers are repeated for 48 hours; after that their bodies only take room.
    "forget_answers": every(HOUR, "forget_answers"),
    # Text that nobody sent is its writer's for a month; after that it is only a risk.
    "clear_unsent": every(DAY, "clear_unsent"),
}
