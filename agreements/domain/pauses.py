"""Pausing: until when an agreement asks nothing of anybody, and from when its deadlines count on.

A pause is known by the date on which the agreement goes on. It ends by itself, and the date stays behind it.
"""

from datetime import date

from teams.domain.calendar import ONE_DAY

LONGEST_PAUSE_DAYS = 365


def is_paused(paused_until: date | None, *, as_of: date) -> bool:
    """Tell whether an agreement is paused on its local date `as_of`; on `paused_until` it goes on."""
    return paused_until is not None and paused_until > as_of


def grace_from(due_on: date, *, paused_until: date | None) -> date:
    """Return the date after which the grace of `due_on` is counted: no day of a pause uses it up."""
    return due_on if paused_until is None else max(due_on, paused_until - ONE_DAY)
