"""What may still become of a sync, whose turn it is to moderate, what it cost, and whether it is needed at all."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from teams.domain.language import noted

EARLIEST = timedelta(hours=1)  # people who all are there need not wait for the clock
ONE_MINUTE = timedelta(minutes=1)
ALL_IS_WELL = noted("All on track, fresh and undisputed.")  # why a sync proposes to cancel itself


def has_come(starts_at: datetime, *, at: datetime) -> bool:
    """Tell whether a sync can be started, and recorded as held: from one hour before its start on, without an end."""
    return at >= starts_at - EARLIEST


def has_begun(starts_at: datetime, *, at: datetime) -> bool:
    """Tell whether it is too late to call a sync off, or to move it."""
    return at >= starts_at


def person_minutes(*, started_at: datetime | None, ended_at: datetime, minutes: int, attendees: int) -> int:
    """Return what a sync cost: its length times those who took part, both at least 1; begun minutes count whole.

    Without a start it is taken to have lasted its planned `minutes`.
    """
    length = minutes if started_at is None else -((started_at - ended_at) // ONE_MINUTE)
    return max(1, length) * max(1, attendees)


def turn_of(number: int, *, are_there: Sequence[bool]) -> int | None:
    """Return whose turn it is at sync `number`, counted from 1: a place in the rota from 0, or None for nobody.

    The rota goes round by the number; whoever is not there is passed over in favour of the next one who is.
    """
    places = len(are_there)
    order = ((number - 1 + step) % places for step in range(places))
    return next((place for place in order if are_there[place]), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """How much of each kind stands in the way of calling a sync off."""

    flags: int = 0  # open ones, weak ones too
    doubts: int = 0  # latest words other than "on track"
    unanswered: int = 0  # answers asked for in this round and not given, of owners and of receivers
    disputed: int = 0
    changes: int = 0
    concerns: int = 0
    topics: int = 0
    escalations: int = 0


def may_cancel_itself(pending: Pending) -> bool:
    """Tell whether a sync has nothing to talk about: all is on track, fresh and undisputed, and nothing waits."""
    return not any(getattr(pending, kind.name) for kind in fields(pending))
