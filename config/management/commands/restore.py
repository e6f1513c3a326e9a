"""Put a backup in the place of everything in the database, and hold all messages back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.backups import read_backup
from config.embedded import EmbeddedError
from reminders.operations.fence import watch
from teams.clock import real_now


class Command(BaseCommand):
    help = (
        "Put the backup in FILE in the place of everything in the database, in one transaction. "
        "No message leaves after that until after_restore --release."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="made by: manage.py backup FILE")

    def handle(self, *, file: Path, **_: Any) -> None:
        try:
            read_backup(file.absolute())
        except (EmbeddedError, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)  # a backup may be older than the program
        watch(real_at=real_now())
        self.stdout.write(f"{file} is restored. Messages are held back until: manage.py after_restore --release")
