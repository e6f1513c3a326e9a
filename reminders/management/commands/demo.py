"""Load the sample organisation: six agreements with a year behind them, told by the operations that people use."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from reminders.management.sample.cast import ADMINISTRATOR, CAST, EXECUTIVE, ORGANISATION, PASSWORD, address
from reminders.management.sample.founding import set_stage
from reminders.management.sample.play import play
from reminders.operations.tick import run_every_job
from teams import clock
from teams.models import Organisation, RehearsalClock


def live(at: datetime) -> int:
    """Every recurring job once as of ``at``, and its mails at once."""
    return run_every_job(at=at, real_at=clock.real_now())


SIGN_INS = (ADMINISTRATOR, EXECUTIVE, CAST[0], CAST[1])  # one for each of the four kinds of people


class Command(BaseCommand):
    help = "Load the sample organisation into an empty rehearsal and print how to sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--reset", action="store_true", help="remove all data first; it cannot be brought back")
        choice.add_argument("--if-empty", action="store_true", help="when data exist, only print how to sign in")

    def handle(self, *, reset: bool, if_empty: bool, **_: Any) -> None:
        if not settings.REHEARSAL:
            raise CommandError("The sample organisation is for a rehearsal. Start one with: make demo")
        if reset or (if_empty and self._was_interrupted()):
            self._remove_everything()
        if not Organisation.objects.exists():
            self._load()
        elif not if_empty:
            raise CommandError("There are data here already. Add --reset to remove them first.")
        for part in SIGN_INS:
            self.stdout.write(f"Sign in: {address(part)} / {PASSWORD}")

    def _load(self) -> None:
        self.stdout.write("Loading the sample organisation: a year of six agreements ...")
        now = clock.now()
        play(stages=set_stage(now=now), now=now, each_day=live)
        RehearsalClock.objects.get_or_create(pk=1)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _was_interrupted(self) -> bool:
        """Loading ends with the rehearsal's clock; the sample organisation without one is half a story."""
        return Organisation.objects.filter(name=ORGANISATION).exists() and not RehearsalClock.objects.exists()

    def _remove_everything(self) -> None:
        """Start from an empty schema: the history's triggers let nobody delete a row, and that is right."""
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        call_command("migrate", verbosity=0)
