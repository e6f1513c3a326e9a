from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.operations.summaries import compare_summaries, fold_summaries, mend_summaries
from agreements.operations.team_counts import count_teams
from teams import clock


class Command(BaseCommand):
    help = (
        "Work out the dashboard's summaries from all rows and put right what differs; with --check only say it, and "
        "end with 1. Nobody need stop writing meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *, check: bool, **_: Any) -> None:
        if check:
            self._check()
            return
        mended = mend_summaries()
        fold_summaries()
        weeks = count_teams(at=clock.now())
        self.stdout.write(f"Put right: {', '.join(map(str, mended)) or 'nothing'}. {weeks} weeks counted.")

    def _check(self) -> None:
        if differences := compare_summaries():
            raise CommandError(f"These differ: {', '.join(map(str, differences))}.")
        self.stdout.write("All sums agree with what they sum up.")
