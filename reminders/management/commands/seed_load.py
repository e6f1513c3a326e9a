"""Fill an empty database with a large organisation, to measure with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from reminders.management.load import ADMINISTRATOR, EXECUTIVE, LEAD, Size, load
from reminders.management.sample.cast import PASSWORD
from teams import clock
from teams.models import Organisation


class Command(BaseCommand):
    help = (
        "Fill an empty database with 10,000 people in 200 teams and 5,000 agreements, the same every time, to measure "
        "with. Never for an organisation that works with it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--commitments", type=int, default=100_000, help="how many (default: 100,000)")
        parser.add_argument("--open", type=int, default=25, dest="open_percent", help="how many in 100 are open")

    def handle(self, *, commitments: int, open_percent: int, **_: Any) -> None:
        if commitments < 1 or not 0 <= open_percent <= 100:
            raise CommandError("Ask for one commitment or more, and for 0 to 100 in 100 to be open.")
        if Organisation.objects.exists():
            raise CommandError("There are data here already. This is for an empty database.")
        self.stdout.write(f"Writing {commitments:,} commitments, {open_percent} in 100 open ...")
        load(at=clock.now(), size=Size(commitments=commitments, open_percent=open_percent), password=PASSWORD)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        for address in (ADMINISTRATOR, EXECUTIVE, LEAD):
            self.stdout.write(f"Sign in: {address} / {PASSWORD}")
