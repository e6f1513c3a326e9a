"""What may still become of a sync, by the clock alone."""

from datetime import datetime, timedelta

EARLIEST = timedelta(hours=1)  # people who all are there need not wait for the clock


def has_come(starts_at: datetime, *, at: datetime) -> bool:
    """Tell whether a sync can be recorded as held: from one hour before its start on, without an end."""
    return at >= starts_at - EARLIEST


def has_begun(starts_at: datetime, *, at: datetime) -> bool:
    """Tell whether it is too late to call a sync off."""
    return at >= starts_at
