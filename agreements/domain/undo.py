"""Some acts may be taken back for a moment, without a question before and without a trace in what is shown."""

from datetime import datetime, timedelta

UNDO_FOR = timedelta(minutes=2)


def may_still_undo(done_at: datetime, *, at: datetime) -> bool:
    """Return whether what was done at `done_at` may still be taken back at `at`, the last instant included."""
    return done_at <= at <= done_at + UNDO_FOR
