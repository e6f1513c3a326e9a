"""A rehearsal's clock for tests that run a server: a story begins where it likes, whatever the year is outside."""

from datetime import datetime

from reminders.operations.tick import move_clock, run_every_job
from teams.clock import real_now
from teams.models import RehearsalClock


def begin(at: datetime) -> None:
    """Let it be ``at``; with `settings.REHEARSAL` everything lives on from there."""
    RehearsalClock.objects.update_or_create(pk=1, defaults={"offset": at - real_now()})


def live_through(at: datetime) -> None:
    """Move on to ``at`` and do all that is due then, here, as `manage.py tick` does; mails go to settings.MAILERS."""
    move_clock(at=at, real_at=real_now())
    run_every_job(at=at, real_at=real_now())
