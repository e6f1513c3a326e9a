"""Write the whole database to one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backups import write_backup
from config.embedded import EmbeddedError
from reminders.operations.fence import watch
from teams.clock import real_now


class Command(BaseCommand):
    help = "Write the whole database to FILE, while everything runs. Keep the keys of the instance beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="what is there already is replaced, at the end")

    def handle(self, *, file: Path, **_: Any) -> None:
        watch(real_at=real_now())  # the backup says where it was made, by which a restored one knows that it is
        try:
            write_backup(file.absolute())
        except (EmbeddedError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} holds {file.stat().st_size:,} bytes.")
