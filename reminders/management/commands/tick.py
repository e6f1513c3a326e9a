"""Move a rehearsal's clock forward to an instant, and live through it: every job once, every mail handed over."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reminders.operations.tick import is_settled, move_clock, run_every_job
from teams import clock
from teams.domain.errors import RefusalError

LONGEST_WAIT = timedelta(seconds=20)


def instant(text: str) -> datetime:
    """An aware instant such as 2027-03-05T09:00:00Z."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not an instant such as 2027-03-05T09:00:00Z.") from error
    if at.tzinfo is None:
        raise ArgumentTypeError(f"{text!r} names no zone; end it with Z or +01:00.")
    return at


class Command(BaseCommand):
    help = "Move a rehearsal's clock forward, run each recurring job once at that moment, and hand over its mails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=instant, required=True, help="the new time, such as 2027-03-05T09:00:00Z")

    def handle(self, *, at: datetime, **_: Any) -> None:
        if not settings.REHEARSAL:
            raise CommandError("This instance is not a rehearsal; its clock is everybody's clock.")
        try:
            move_clock(at=at, real_at=clock.real_now())
        except RefusalError as error:
            raise CommandError(error.message) from error
        run_every_job(at=at, real_at=clock.real_now())
        _wait_for_workers(at)
        self.stdout.write(f"{clock.now():%Y-%m-%dT%H:%M:%SZ}")


def _wait_for_workers(at: datetime) -> None:
    """A rehearsal's own workers read the same clock, and may have taken up some of it."""
    latest = clock.real_now() + LONGEST_WAIT
    while not is_settled(at=at, real_at=clock.real_now()) and clock.real_now() < latest:
        time.sleep(0.1)
