"""Hold every message back, as a restored database does by itself, or let them leave again."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reminders.operations.fence import close_fence, release_fence, unsettled_since, watch
from reminders.operations.plan import plan
from reminders.reports.fence import fence
from teams import clock


class Command(BaseCommand):
    help = (
        "Hold every message back, after a restore that the database cannot see, such as one of a whole disk; "
        "with --release let them leave again. What may have left before the restore stays aside, for a person to judge."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--release", action="store_true", help="let messages leave again")

    def handle(self, *, release: bool, **_: Any) -> None:
        if release:
            self._release()
        else:
            close_fence(real_at=clock.real_now())
            self.stdout.write(f"Nothing leaves: {fence().why}")

    def _release(self) -> None:
        """What may have left before is known once everything due was planned; workers may not have run yet."""
        watch(real_at=clock.real_now())
        if unsettled_since():
            plan(at=clock.now())
        waiting = fence().waiting
        release_fence(actor_name=f"{getpass.getuser()} at the command line", real_at=clock.real_now())
        self.stdout.write(f"Messages leave again; {waiting} were waiting.")
