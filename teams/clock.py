"""The only reader of now. A rehearsal (the demo) adds its one stored offset; everywhere else now is now.

Sign-in and token expiry, leases and scheduler lag use :func:`real_now`: a rehearsal never outruns its own safety.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from teams.models.rehearsal import RehearsalClock


def real_now() -> datetime:
    """The instant on the machine's clock, aware, in UTC."""
    return datetime.now(tz=UTC)


def now() -> datetime:
    """The instant the organisation lives in, aware, in UTC: real, plus the offset in a rehearsal."""
    return real_now() + offset()


def offset() -> timedelta:
    """How far a rehearsal's clock was moved forward; zero everywhere else."""
    if not settings.REHEARSAL:
        return timedelta()
    return RehearsalClock.objects.values_list("offset", flat=True).first() or timedelta()


def today(*, zone: str) -> date:
    """The local date of now in ``zone`` (an IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()
